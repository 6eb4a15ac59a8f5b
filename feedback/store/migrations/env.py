"""What Alembic runs: the caller's connection and transaction, our tables."""

from alembic import context
from sqlalchemy import Connection

from feedback.store.tables.schema import SCHEMA

connection = context.config.attributes["connection"]
if not isinstance(connection, Connection):
    msg = "migrations run inside a transaction of the store's: call feedback.store.migrate.upgrade"
    raise TypeError(msg)
context.configure(
    connection=connection,
    target_metadata=SCHEMA,
    render_as_batch=True,  # SQLite changes a column by copying the table
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
