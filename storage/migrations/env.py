"""How Alembic reaches the tables: over the connection and inside the transaction that `storage.migrate` has opened."""

from alembic import context

import storage.stores  # noqa: F401 - it imports every module with tables
from storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
