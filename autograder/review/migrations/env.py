"""Run by Alembic, inside the transaction of `upgrade`."""

from alembic import context

from autograder.review.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter most columns in place
)
context.run_migrations()
