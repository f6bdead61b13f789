"""Fixtures of the tests of drafts, which live in `tests/support`."""

from drafting_fixtures import mini, mini_rubric
from rubric_fixtures import rubrics, small

__all__ = ["mini", "mini_rubric", "rubrics", "small"]
