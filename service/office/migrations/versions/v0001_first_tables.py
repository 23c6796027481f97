"""The first tables of the office."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create accounts and access, drafts and roll, acts of several people."""
    _accounts()
    _access()
    _drafts_and_roll()
    _acts()


def _seconds(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text if length is None else sa.String(length), nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)


def _account(
    table: str, column: str = "account", ondelete: str | None = "CASCADE"
) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        [column], ["office_account.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def _key(table: str, *columns: str) -> sa.Constraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _accounts() -> None:
    op.create_table(
        "office_account",
        _text("id", 32),
        _text("name", 40),
        _text("password_hash"),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        _seconds("created_at"),
        _key("office_account", "id"),
        sa.UniqueConstraint("name", name="uq_office_account_name"),
    )
    op.create_table(
        "office_role",
        _text("account", 32),
        _text("election", 64),
        _text("role", 24),
        _key("office_role", "account", "election", "role"),
        _account("office_role"),
    )
    op.create_table(
        "office_key",
        _text("public_key", 64),
        _text("account", 32),
        _text("sealed_private"),
        _seconds("enrolled_at"),
        _seconds("revoked_at", nullable=True),
        _key("office_key", "public_key"),
        _account("office_key"),
    )
    op.create_index("ix_office_key_account", "office_key", ["account"])
    op.create_table(
        "office_trail",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        _seconds("at"),
        _text("actor", 40),
        _text("act", 40),
        _text("subject", 64),
        _text("election", 64),
        _text("detail"),
        _key("office_trail", "id"),
    )
    op.create_index("ix_office_trail_subject", "office_trail", ["subject"])


def _access() -> None:
    op.create_table(
        "office_session",
        _text("token_hash", 64),
        _text("account", 32),
        _seconds("created_at"),
        _seconds("seen_at"),
        _seconds("ends_at"),
        _key("office_session", "token_hash"),
        _account("office_session"),
    )
    op.create_index("ix_office_session_account", "office_session", ["account"])
    op.create_table(
        "office_token",
        _text("id", 32),
        _text("token_hash", 64),
        _text("name", 40),
        _text("made_by", 32),
        _text("election", 64),
        _text("scopes"),
        _seconds("created_at"),
        _seconds("ends_at"),
        _seconds("revoked_at", nullable=True),
        _key("office_token", "id"),
        sa.UniqueConstraint("token_hash", name="uq_office_token_token_hash"),
        _account("office_token", "made_by"),
    )
    op.create_index("ix_office_token_made_by", "office_token", ["made_by"])
    op.create_index("ix_office_token_election", "office_token", ["election"])
    op.create_table(
        "office_attempt",
        _text("subject", 64),
        _seconds("started_at"),
        _seconds("count"),
        _key("office_attempt", "subject"),
    )
    op.create_index("ix_office_attempt_started_at", "office_attempt", ["started_at"])


def _drafts_and_roll() -> None:
    op.create_table(
        "office_draft",
        _text("election", 64),
        _whole("version"),
        _text("candidates"),
        _key("office_draft", "election"),
    )
    op.create_table(
        "office_deputy",
        _text("election", 64),
        _whole("number"),
        _text("name", 80),
        _text("delegation", 80),
        _text("seat", 40),
        _key("office_deputy", "election", "number"),
    )
    op.create_table(
        "office_attendance",
        _text("election", 64),
        _whole("round"),
        _whole("deputy"),
        _key("office_attendance", "election", "round", "deputy"),
    )


def _acts() -> None:
    op.create_table(
        "office_act",
        _text("id", 32),
        _text("election", 64),
        _text("act", 40),
        sa.Column("statement", sa.LargeBinary, nullable=False),
        _text("needed"),
        _text("begun_by", 32),
        _text("state", 12),
        _key("office_act", "id"),
        _account("office_act", "begun_by", None),
    )
    pending = sa.text("state = 'pending'")
    op.create_index(
        "uq_office_act_pending",
        "office_act",
        ["election", "act"],
        unique=True,
        sqlite_where=pending,
        postgresql_where=pending,
    )
    op.create_table(
        "office_approval",
        _text("act", 32),
        _text("role", 24),
        _whole("holder"),
        _text("account", 32),
        _text("approval", 8),
        _text("mark", 128),
        _key("office_approval", "act", "role", "holder"),
        sa.ForeignKeyConstraint(
            ["act"], ["office_act.id"], name="fk_office_approval_act", ondelete="CASCADE"
        ),
        _account("office_approval", "account", None),
    )
