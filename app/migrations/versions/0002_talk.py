"""what was heard, text for searching, kept lines.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from app.searching import plain

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("plain", sa.String(), nullable=False, server_default=""))
    messages = sa.table(
        "message", sa.column("id", sa.Integer), sa.column("text", sa.String), sa.column("plain", sa.String)
    )
    connection = op.get_bind()
    for key, text in connection.execute(sa.select(messages.c.id, messages.c.text)).all():
        connection.execute(messages.update().where(messages.c.id == key).values(plain=plain(text)))
    op.create_table(
        "kept_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("went", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_kept_line_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owner.id"], name=op.f("fk_kept_line_owner_id_owner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_line")),
    )
    with op.batch_alter_table("kept_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_line_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_line_conversation_id"), ["conversation_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("kept_line")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("plain")
        batch_op.drop_column("heard")
