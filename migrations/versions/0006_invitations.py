"""Invitation links: how many uses they had from the start and who came by them; the quality of a room's calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as invitations:
        invitations.add_column(sa.Column("uses", sa.Integer(), nullable=True))
    # Links from before count from what was left of them.
    op.execute("UPDATE invitations SET uses = uses_left WHERE token_hash IS NOT NULL")
    op.create_table(
        "invitation_uses",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_invitation_uses_invitation_id_invitations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_invitation_uses_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invitation_id", "user_id", name=op.f("pk_invitation_uses")),
    )
    op.create_index(op.f("ix_invitation_uses_user_id"), "invitation_uses", ["user_id"], unique=False)
    with op.batch_alter_table("rooms") as rooms:
        rooms.add_column(sa.Column("quality", sa.String(), nullable=False, server_default="auto"))
    with op.batch_alter_table("rooms") as rooms:
        rooms.alter_column("quality", existing_type=sa.String(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("rooms") as rooms:
        rooms.drop_column("quality")
    op.drop_index(op.f("ix_invitation_uses_user_id"), table_name="invitation_uses")
    op.drop_table("invitation_uses")
    with op.batch_alter_table("invitations") as invitations:
        invitations.drop_column("uses")
