"""Alembic's entry: run the migrations on the connection handed over by app.database."""

from alembic import context
from sqlmodel import SQLModel

from app import tables  # noqa: F401 - fills the metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=False,
)
context.run_migrations()
