"""The private tables of the office. Nothing here enters the log or the record.

Times are whole seconds since 1970 UTC. Tokens and login subjects are stored as SHA-256 only.
Attendance has no time: when somebody signed in must not be laid beside anything else.
"""

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The office's metadata; constraints are named, so that migrations can name them too."""

    metadata = MetaData(naming_convention=NAMING)


class AccountRow(Base):
    """Somebody who works with the service."""

    __tablename__ = "office_account"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    must_change: Mapped[bool]
    disabled: Mapped[bool]
    created_at: Mapped[int] = mapped_column(BigInteger)


class RoleRow(Base):
    """One role of one account in one election; the empty election is the whole service."""

    __tablename__ = "office_role"

    account: Mapped[str] = mapped_column(
        ForeignKey("office_account.id", ondelete="CASCADE"), primary_key=True
    )
    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    """Which 监票人 or 计票人 of the list the account is; 0 for a role without a list."""


class KeyRow(Base):
    """An enrolled Ed25519 key: public in hex, private as the PEM its owner encrypted."""

    __tablename__ = "office_key"

    public_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(
        ForeignKey("office_account.id", ondelete="CASCADE"), index=True
    )
    sealed_private: Mapped[str] = mapped_column(Text)
    enrolled_at: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)


class SessionRow(Base):
    """A signed-in browser; ``seen_at`` moves at most once a minute."""

    __tablename__ = "office_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(
        ForeignKey("office_account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[int] = mapped_column(BigInteger)
    ends_at: Mapped[int] = mapped_column(BigInteger)


class TokenRow(Base):
    """A program's token, bound to one election and a set of scopes (space-separated)."""

    __tablename__ = "office_token"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    made_by: Mapped[str] = mapped_column(
        ForeignKey("office_account.id", ondelete="CASCADE"), index=True
    )
    election: Mapped[str] = mapped_column(String(64), index=True)
    scopes: Mapped[str] = mapped_column(Text)
    created_at: Mapped[int] = mapped_column(BigInteger)
    ends_at: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)


class AttemptRow(Base):
    """How often one name, or one place, tried to log in since ``started_at``."""

    __tablename__ = "office_attempt"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[int] = mapped_column(BigInteger, index=True)
    count: Mapped[int] = mapped_column(BigInteger)


class TrailRow(Base):
    """An act on an account, token, key or draft: who, what, to whom; never a secret."""

    __tablename__ = "office_trail"
    __table_args__ = (Index("ix_office_trail_subject", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64))
    election: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str] = mapped_column(Text)


class DraftRow(Base):
    """The candidates of an election before the list is frozen, as canonical JSON."""

    __tablename__ = "office_draft"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    candidates: Mapped[str] = mapped_column(Text)


class PoolRow(Base):
    """The suggestions out of which a draft is made, as canonical JSON."""

    __tablename__ = "office_pool"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    suggestions: Mapped[str] = mapped_column(Text)


class DeputyRow(Base):
    """A deputy of the roll of one election, by the line number in it."""

    __tablename__ = "office_deputy"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))
    delegation: Mapped[str] = mapped_column(String(80))
    seat: Mapped[str] = mapped_column(String(40))


class AttendanceRow(Base):
    """A deputy who is present in a round. A row means present; there is no time."""

    __tablename__ = "office_attendance"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deputy: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ActRow(Base):
    """An act that needs several people; of one kind, one waits at a time."""

    __tablename__ = "office_act"
    __table_args__ = (
        Index(
            "uq_office_act_pending",
            "election",
            "act",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    election: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(40))
    statement: Mapped[bytes]
    needed: Mapped[str] = mapped_column(Text)
    begun_by: Mapped[str] = mapped_column(ForeignKey("office_account.id"))
    state: Mapped[str] = mapped_column(String(12))


class ApprovalRow(Base):
    """One officer's approval of an act: a signature, or the hash of a scanned signed page."""

    __tablename__ = "office_approval"

    act: Mapped[str] = mapped_column(
        ForeignKey("office_act.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(24), primary_key=True)
    holder: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(ForeignKey("office_account.id"))
    approval: Mapped[str] = mapped_column(String(8))
    mark: Mapped[str] = mapped_column(String(128))


class BundleRow(Base):
    """A physical bundle of sheets, counted by hand; of a round one is being scanned at a time."""

    __tablename__ = "office_bundle"
    __table_args__ = (
        Index(
            "uq_office_bundle_open",
            "election",
            "round",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    declared: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))


class PageRow(Base):
    """A scanned page; ``place`` is where it lies in its bundle, which was mixed in the box.

    The same image is the same page, however often it is handed in. It has no time.
    """

    __tablename__ = "office_page"
    __table_args__ = (UniqueConstraint("election", "round", "bundle", "place"),)

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    image: Mapped[str] = mapped_column(String(64), primary_key=True)
    bundle: Mapped[int]
    place: Mapped[int]
    result: Mapped[bytes]


class ViewRow(Base):
    """What one 监票人 holds of a doubtful sheet, before the chief decides."""

    __tablename__ = "office_view"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sheet: Mapped[str] = mapped_column(String(64), primary_key=True)
    scrutineer: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    view: Mapped[bytes]
    # Of one query with the view: both are of one moment, whoever changes it meanwhile.
    former: Mapped[list["FormerViewRow"]] = relationship(
        lazy="joined", order_by="FormerViewRow.turn"
    )


class FormerViewRow(Base):
    """A view that its 监票人 replaced; the first is ``turn`` 1. Like the view it has no time."""

    __tablename__ = "office_former_view"
    __table_args__ = (
        ForeignKeyConstraint(
            ["election", "round", "sheet", "scrutineer"],
            [ViewRow.election, ViewRow.round, ViewRow.sheet, ViewRow.scrutineer],
        ),
    )

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sheet: Mapped[str] = mapped_column(String(64), primary_key=True)
    scrutineer: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    view: Mapped[bytes]


class RulingRow(Base):
    """The chief's decision on a sheet, with its salt, until it is signed and in the log."""

    __tablename__ = "office_ruling"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sheet: Mapped[str] = mapped_column(String(64), primary_key=True)
    opening: Mapped[bytes]


class PrintRow(Base):
    """Sheets that are made and not yet printed: the PDF, deleted once they are.

    Whoever has it can make copies; a copy is found out when its original is read as well.
    """

    __tablename__ = "office_print"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    pdf: Mapped[bytes]


class ScreenRow(Base):
    """How many projects of a result the presider has let the hall's screen show."""

    __tablename__ = "office_screen"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shown: Mapped[int]
