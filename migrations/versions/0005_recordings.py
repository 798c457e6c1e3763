"""Who records a call, who agreed; and what comes with messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rooms") as rooms:
        rooms.add_column(sa.Column("recording_enabled", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("rooms") as rooms:
        rooms.alter_column("recording_enabled", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("recorder_id", sa.String(), nullable=True))
    with op.batch_alter_table("participants") as participants:
        participants.add_column(sa.Column("recording_consent", sa.Boolean(), nullable=True))
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_attachments_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_attachments_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("name", name=op.f("uq_attachments_name")),
    )
    op.create_index(op.f("ix_attachments_message_id"), "attachments", ["message_id"], unique=False)
    op.create_index(op.f("ix_attachments_room_id"), "attachments", ["room_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_attachments_room_id"), table_name="attachments")
    op.drop_index(op.f("ix_attachments_message_id"), table_name="attachments")
    op.drop_table("attachments")
    with op.batch_alter_table("participants") as participants:
        participants.drop_column("recording_consent")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("recorder_id")
    with op.batch_alter_table("rooms") as rooms:
        rooms.drop_column("recording_enabled")
