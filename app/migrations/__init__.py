"""Bringing the database up to this version's tables, with a backup first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.database import create_private_file

BACKUP_NAME = "before-upgrade-{revision}.db"


def upgrade(engine: Engine, backup_folder: Path) -> Path | None:
    """Migrate to the newest tables; give the backup made before, or None when nothing had to be saved.

    Foreign keys are off meanwhile (SQLite's batch mode would empty child tables) and checked after.
    Raises RuntimeError when rows point nowhere afterwards.
    """
    config = _config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == newest:
        return None
    backup = _back_up(engine, backup_folder, current) if current else None
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if engine.dialect.name == "sqlite":
            connection.rollback()
            _pragma(engine, connection.connection.driver_connection, "foreign_keys=OFF")
        command.upgrade(config, "head")
        connection.commit()
    engine.dispose()
    _check_foreign_keys(engine)
    return backup


def remove_backups(backup_folder: Path) -> None:
    """Delete every backup: they hold what the person has just deleted."""
    for path in backup_folder.glob(BACKUP_NAME.format(revision="*")):
        path.unlink(missing_ok=True)


def _config() -> Config:
    config = Config()
    # alembic reads "%" as an interpolation
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _back_up(engine: Engine, folder: Path, revision: str) -> Path | None:
    """A whole copy of a SQLite file (copying a live file by hand saves nothing of its journal)."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    target = folder / BACKUP_NAME.format(revision=revision)
    target.unlink(missing_ok=True)
    create_private_file(target)
    with closing(sqlite3.connect(engine.url.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def _pragma(engine: Engine, driver: object, pragma: str) -> None:
    if engine.dialect.name == "sqlite" and isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA {pragma}")


def _check_foreign_keys(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("after the upgrade some rows point nowhere; the backup beside the database is untouched")
