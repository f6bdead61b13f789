"""What is asked and what it is worth: `assignment.toml`, read and checked, and where its files stand.

Ground floor: imports no other room, and needs the standard library only.
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
