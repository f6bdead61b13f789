"""Fill the page's templates. Everything is escaped; markup comes from `to_html` and from templates only."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.messages import review as words

FOLDER = Path(__file__).parent / "pages"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = words
    return environment


def render(template: str, **values: object) -> str:
    """Return a filled template."""
    return _environment().get_template(template).render(**values)
