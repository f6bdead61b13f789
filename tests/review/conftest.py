"""Fixtures of the review's tests, which live in `tests/support`."""

from review_fixtures import make_review

__all__ = ["make_review"]
