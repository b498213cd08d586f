"""What the person chose about the lock and about how long notes are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two choices."""
    with op.batch_alter_table("owner") as table:
        table.add_column(sa.Column("idle_minutes", sa.Integer(), nullable=False, server_default="5"))
        table.add_column(sa.Column("keep_days", sa.Integer(), nullable=True))
