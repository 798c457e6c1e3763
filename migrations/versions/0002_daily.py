"""Calls that Daily carries: where they are, what they cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_months",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_daily_months")),
    )
    op.create_table(
        "daily_news",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_news")),
    )
    op.create_index(op.f("ix_daily_news_heard_at"), "daily_news", ["heard_at"], unique=False)
    op.create_table(
        "daily_rooms",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("told", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_daily_rooms_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_daily_rooms")),
        sa.UniqueConstraint("name", name=op.f("uq_daily_rooms_name")),
    )
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("reason", sa.String(), nullable=True))
        # Calls from before were free of charge.
        calls.add_column(sa.Column("daily_seconds", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("daily_seconds", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("participants") as participants:
        participants.add_column(sa.Column("daily_since", sa.DateTime(timezone=True), nullable=True))
        participants.add_column(sa.Column("daily_session", sa.String(), nullable=True))
        participants.add_column(sa.Column("troubled_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("participants") as participants:
        participants.drop_column("troubled_at")
        participants.drop_column("daily_session")
        participants.drop_column("daily_since")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("daily_seconds")
        calls.drop_column("reason")
    op.drop_table("daily_rooms")
    op.drop_index(op.f("ix_daily_news_heard_at"), table_name="daily_news")
    op.drop_table("daily_news")
    op.drop_table("daily_months")
