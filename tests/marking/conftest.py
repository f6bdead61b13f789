"""Fixtures of the rubrics' tests, which live in `tests/support`."""

from rubric_fixtures import copy, known, rubrics, small

__all__ = ["copy", "known", "rubrics", "small"]
