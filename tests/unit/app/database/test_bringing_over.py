"""Notes of before entries: each message with an act gets an entry on its day, and all is counted at the next opening."""

from datetime import UTC, date, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlmodel import Session, select

from app.accounts.access import local_owner
from app.database.engine import make_engine
from app.database.schema import migrate
from app.entries.store import recount_all, totals
from app.tables import Entry, Message

SAID = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
REPLY = '{"kind": "reflection", "paragraphs": [], "suggestions": [], "how_to_say": "", "questions": [], "help_lines": [], "frames": []}'
MIGRATIONS = Path(__file__).parents[4] / "app" / "migrations"


def older(url: str) -> None:
    """A database as the version before made it, with four messages: an act, nothing, an alarm, a milder sign."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(
            text("INSERT INTO owner (id, created_at, time_zone, noted) VALUES (1, :at, 'UTC', true)"), {"at": SAID}
        )
        connection.execute(
            text("INSERT INTO conversation (id, owner_id, started_at, updated_at) VALUES (1, 1, :at, :at)"),
            {"at": SAID},
        )
        for key, level, signs in ((1, "none", "[]"), (2, "none", "[]"), (3, "danger", "[]"), (4, "none", '["drunk"]')):
            connection.execute(
                text(
                    "INSERT INTO message (id, owner_id, conversation_id, text, said_at, level, screening, reply, model_hash, heard, plain)"
                    " VALUES (:key, 1, 1, 'He drove off.', :at, :level, :screening, :reply, 'x', :heard, '')"
                ),
                {
                    "key": key,
                    "at": SAID,
                    "level": level,
                    "screening": f'{{"signs": {signs}}}',
                    "reply": REPLY,
                    "heard": '{"topic": "money"}',
                },
            )
        for message in (1, 4):
            connection.execute(
                text(
                    'INSERT INTO tag (owner_id, message_id, actor, behavior, start, "end", confidence, sure, model_hash)'
                    " VALUES (1, :message, 'partner', 'leaving', 3, 12, 0.9, true, 'x')"
                ),
                {"message": message},
            )
        connection.commit()
    engine.dispose()


def test_older_notes_are_brought_over_and_counted(tmp_path: Path) -> None:
    """With their day and topic; what the screen has to remember is marked."""
    url = f"sqlite:///{tmp_path / 'notes.sqlite3'}"
    older(url)
    engine = make_engine(url)
    migrate(engine, tmp_path / "backups", SAID)
    with Session(engine) as session:
        messages = session.exec(select(Message).order_by(Message.id)).all()  # type: ignore[arg-type]
        assert [bool(one.entry_id) for one in messages] == [True, False, False, True]
        assert [one.watched for one in messages] == [False, False, True, True]
        assert [(one.happened_on, one.topic) for one in session.exec(select(Entry))] == [
            (date(2026, 11, 20), "money")
        ] * 2
        owner = local_owner(session)
        recount_all(session, owner)
        assert totals(session, owner, None, date(2026, 11, 25))["between", "flight"] == 2
    engine.dispose()
