"""Entries in time: what a message tells of happened on a day; logged good things, rituals, named strands; counts by day and month."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OWNER = ("owner_id", sa.Integer())


def _owner() -> sa.Column[int]:
    return sa.Column("owner_id", sa.Integer(), nullable=False)


def _of_owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner_id"], ["owner.id"], name=op.f(f"fk_{table}_owner_id_owner"), ondelete="CASCADE"
    )


def upgrade() -> None:
    """Add the tables and bring what was told before into them: an entry for each message with an act, on the day it was said (UTC)."""
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        _owner(),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("size", sa.String(), nullable=False, server_default="usual"),
        sa.Column("topic", sa.String(), nullable=False, server_default="none"),
        sa.Column("former", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("mended", sa.Boolean(), nullable=False, server_default=sa.false()),
        _of_owner("entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    op.create_index("ix_entry_owner_day", "entry", ["owner_id", "happened_on"])
    op.create_table(
        "ritual",
        sa.Column("id", sa.Integer(), nullable=False),
        _owner(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("behavior", sa.String(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _of_owner("ritual"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ritual")),
    )
    op.create_index(op.f("ix_ritual_owner_id"), "ritual", ["owner_id"])
    op.create_table(
        "ritual_day",
        sa.Column("ritual_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("happened", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ritual_id"], ["ritual.id"], name=op.f("fk_ritual_day_ritual_id_ritual"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ritual_id", "day", name=op.f("pk_ritual_day")),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        _owner(),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("behavior", sa.String(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("meant_a_lot", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("landed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        _of_owner("thread"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index("ix_thread_owner_day", "thread", ["owner_id", "happened_on"])
    op.create_table(
        "strand",
        sa.Column("id", sa.Integer(), nullable=False),
        _owner(),
        sa.Column("words", sa.String(), nullable=False),
        _of_owner("strand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strand")),
    )
    op.create_index(op.f("ix_strand_owner_id"), "strand", ["owner_id"])
    op.create_table(
        "tally",
        _owner(),
        sa.Column("grain", sa.String(length=1), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        _of_owner("tally"),
        sa.PrimaryKeyConstraint("owner_id", "grain", "day", "what", "key", name=op.f("pk_tally")),
    )
    op.create_index("ix_tally_what", "tally", ["owner_id", "grain", "what", "day"])
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("watched", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key(op.f("fk_message_entry_id_entry"), "entry", ["entry_id"], ["id"], ondelete="SET NULL")
        table.create_index(op.f("ix_message_entry_id"), ["entry_id"])
        table.create_index("ix_message_owner_watched", ["owner_id", "watched"])
        table.create_index("ix_message_owner_model", ["owner_id", "level", "model_hash"])
    with op.batch_alter_table("tag") as table:
        table.add_column(sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("owner") as table:
        table.add_column(sa.Column("counted_with", sa.String(), nullable=False, server_default=""))
    _bring_over()


def _bring_over() -> None:
    connection = op.get_bind()
    message = sa.table(
        "message",
        *(
            sa.column(name)
            for name in ("id", "owner_id", "level", "heard", "entry_id", "watched", "concern_answer", "screening")
        ),
        sa.column("said_at", sa.DateTime(timezone=True)),
        sa.column("heard", sa.JSON()),
        sa.column("screening", sa.JSON()),
    )
    entry = sa.table(
        "entry", sa.column("id"), sa.column("owner_id"), sa.column("happened_on", sa.Date()), sa.column("topic")
    )
    tag = sa.table("tag", sa.column("message_id"), sa.column("sure"))
    with_acts = {key for (key,) in connection.execute(sa.select(tag.c.message_id).distinct())}
    rows = connection.execute(
        sa.select(
            message.c.id, message.c.owner_id, message.c.level, message.c.heard, message.c.screening, message.c.said_at
        )
    ).all()
    for key, owner, level, heard, screening, said_at in rows:
        if level != "none" or (screening or {}).get("signs"):
            connection.execute(sa.update(message).where(message.c.id == key).values(watched=True))
        if level != "none" or key not in with_acts:
            continue
        moment = said_at if isinstance(said_at, datetime) else datetime.fromisoformat(said_at)
        day = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()
        made = connection.execute(
            sa.insert(entry)
            .values(owner_id=owner, happened_on=day, topic=(heard or {}).get("topic", "none"))
            .returning(entry.c.id)
        ).scalar_one()
        connection.execute(sa.update(message).where(message.c.id == key).values(entry_id=made))
