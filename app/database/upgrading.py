"""Runs the migrations (alembic); apart from app.database because importing it costs every start that needs none."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def upgrade(engine: Engine, migrations: Path) -> None:
    """Run every migration the database lacks. Raises RuntimeError, with nothing changed, when rows would lose their parents."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # batch migrations rebuild tables: with foreign keys on, that would empty the child tables
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            connection.rollback()
            raise RuntimeError("the migration left rows without their parents; it was undone")
        connection.commit()
