"""The fixture of the rubrics' tests that the commands need, too."""

from rubric_fixtures import rubrics

__all__ = ["rubrics"]
