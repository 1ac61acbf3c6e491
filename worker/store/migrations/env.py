"""Alembic's entrance: the connection is handed over by `worker.store.migration`."""

from alembic import context

from worker.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
