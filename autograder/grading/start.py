"""Starts a project's zygote. Imports nothing heavy: torch and pytest are to be imported at the same time."""

from collections.abc import Collection

from autograder.catalog import Project
from autograder.sandbox.zygote import Zygote


def start_zygote(project: Project, without: Collection[str] = ()) -> Zygote:
    """Start the process that forks workers for a project.

    Args:
        project: its given code and its worker models are loaded; none of it is secret.
        without: layers of confinement to leave out.
    """
    return Zygote(project.assignment_folder, without, models=project.worker_models_folder)
