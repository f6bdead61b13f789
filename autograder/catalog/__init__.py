"""The catalog: `assignment.toml`, read and checked, and the places of an assignment's files.

Layer 2: may import `submissions`, `sandbox` and what is below. Needs the standard library only.
"""

from autograder.catalog.model import Assignment, Limits, Module, Part, Question, Sandbox, WrittenQuestion
from autograder.catalog.project import Project, ProjectError
from autograder.catalog.read import CatalogError, read_assignment

__all__ = [
    "Assignment",
    "CatalogError",
    "Limits",
    "Module",
    "Part",
    "Project",
    "ProjectError",
    "Question",
    "Sandbox",
    "WrittenQuestion",
    "read_assignment",
]
