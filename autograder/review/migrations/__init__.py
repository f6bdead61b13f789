"""Changes of the tables, applied in order by Alembic."""

from alembic import command
from alembic.config import Config

from autograder.review.database import Database

HERE = "autograder.review:migrations"


def upgrade(database: Database) -> None:
    """Bring the tables to the newest form; data stays."""
    config = Config()
    config.set_main_option("script_location", HERE)
    with database.write(alone=True) as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
