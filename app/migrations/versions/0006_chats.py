"""Chats brought in from elsewhere: the file, its lines until they are read, and where their stretches stand."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables, and say of talks and messages that they come from a chat."""
    op.create_table(
        "chat_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("format", "state", "dates", "chat", "me", "them")),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("lines", "read_to", "read", "kept", "there")),
        sa.Column("harm", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owner.id"], name=op.f("fk_chat_file_owner_id_owner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_file")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_chat_file_owner_id"), "chat_file", ["owner_id"])
    op.create_table(
        "chat_line",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("stamp", "chat", "sender", "text")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["chat_file.id"], name=op.f("fk_chat_line_file_id_chat_file"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_chat_line")),
    )
    op.create_index("ix_chat_line_sender", "chat_line", ["file_id", "chat", "sender", "number"])
    with op.batch_alter_table("conversation") as table:
        table.add_column(sa.Column("chat", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("chat_file_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_conversation_chat_file_id_chat_file"), "chat_file", ["chat_file_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_conversation_chat_file_id"), ["chat_file_id"])
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("from_chat", sa.Boolean(), nullable=False, server_default=sa.false()))
