"""The first tables of the office."""

import sqlalchemy as sa
from alembic import op

from service.office.migrations.columns import data, key, seconds, text, whole

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create accounts and access, drafts and roll, acts of several people."""
    _accounts()
    _access()
    _drafts_and_roll()
    _acts()


def _account(
    table: str, column: str = "account", ondelete: str | None = "CASCADE"
) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        [column], ["office_account.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def _accounts() -> None:
    op.create_table(
        "office_account",
        text("id", 32),
        text("name", 40),
        text("password_hash"),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        seconds("created_at"),
        key("office_account", "id"),
        sa.UniqueConstraint("name", name="uq_office_account_name"),
    )
    op.create_table(
        "office_role",
        text("account", 32),
        text("election", 64),
        text("role", 24),
        key("office_role", "account", "election", "role"),
        _account("office_role"),
    )
    op.create_table(
        "office_key",
        text("public_key", 64),
        text("account", 32),
        text("sealed_private"),
        seconds("enrolled_at"),
        seconds("revoked_at", nullable=True),
        key("office_key", "public_key"),
        _account("office_key"),
    )
    op.create_index("ix_office_key_account", "office_key", ["account"])
    op.create_table(
        "office_trail",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        seconds("at"),
        text("actor", 40),
        text("act", 40),
        text("subject", 64),
        text("election", 64),
        text("detail"),
        key("office_trail", "id"),
    )
    op.create_index("ix_office_trail_subject", "office_trail", ["subject"])


def _access() -> None:
    op.create_table(
        "office_session",
        text("token_hash", 64),
        text("account", 32),
        seconds("created_at"),
        seconds("seen_at"),
        seconds("ends_at"),
        key("office_session", "token_hash"),
        _account("office_session"),
    )
    op.create_index("ix_office_session_account", "office_session", ["account"])
    op.create_table(
        "office_token",
        text("id", 32),
        text("token_hash", 64),
        text("name", 40),
        text("made_by", 32),
        text("election", 64),
        text("scopes"),
        seconds("created_at"),
        seconds("ends_at"),
        seconds("revoked_at", nullable=True),
        key("office_token", "id"),
        sa.UniqueConstraint("token_hash", name="uq_office_token_token_hash"),
        _account("office_token", "made_by"),
    )
    op.create_index("ix_office_token_made_by", "office_token", ["made_by"])
    op.create_index("ix_office_token_election", "office_token", ["election"])
    op.create_table(
        "office_attempt",
        text("subject", 64),
        seconds("started_at"),
        seconds("count"),
        key("office_attempt", "subject"),
    )
    op.create_index("ix_office_attempt_started_at", "office_attempt", ["started_at"])


def _drafts_and_roll() -> None:
    op.create_table(
        "office_draft",
        text("election", 64),
        whole("version"),
        text("candidates"),
        key("office_draft", "election"),
    )
    op.create_table(
        "office_deputy",
        text("election", 64),
        whole("number"),
        text("name", 80),
        text("delegation", 80),
        text("seat", 40),
        key("office_deputy", "election", "number"),
    )
    op.create_table(
        "office_attendance",
        text("election", 64),
        whole("round"),
        whole("deputy"),
        key("office_attendance", "election", "round", "deputy"),
    )


def _acts() -> None:
    op.create_table(
        "office_act",
        text("id", 32),
        text("election", 64),
        text("act", 40),
        data("statement"),
        text("needed"),
        text("begun_by", 32),
        text("state", 12),
        key("office_act", "id"),
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
        text("act", 32),
        text("role", 24),
        whole("holder"),
        text("account", 32),
        text("approval", 8),
        text("mark", 128),
        key("office_approval", "act", "role", "holder"),
        sa.ForeignKeyConstraint(
            ["act"], ["office_act.id"], name="fk_office_approval_act", ondelete="CASCADE"
        ),
        _account("office_approval", "account", None),
    )
