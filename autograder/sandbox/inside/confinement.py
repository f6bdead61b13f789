"""Put the layers on a worker, in the one order that works, and report the layers that hold.

The zygote prepares once all that is the same for every worker. No student code has run when a worker is
confined, so its report can be trusted. The grader decides what a missing layer means.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from autograder.sandbox.inside.layers import (
    identity,
    landlock,
    libraries,
    namespaces,
    private_folders,
    resources,
    seccomp,
    system,
)
from autograder.sandbox.inside.layers.system import LayerError
from autograder.sandbox.inside.sweep import end_processes, remove_files

LAYERS = ("namespaces", "landlock", "resources", "identity", "privileges", "seccomp")

T = TypeVar("T")


class Confinement:
    """The confinement of all workers of one zygote.

    Args:
        secret: the folder of our own package with its hidden tests. It is never readable, wherever it lies.
        without: layers to leave out, to measure what each one stops.
    """

    def __init__(self, secret: str, without: frozenset[str] = frozenset()) -> None:
        self._without = without
        self._missing: dict[str, str] = {}
        """The reasons of the layers that do not hold."""
        self._living: set[int] = set()
        """The users of all living workers."""
        self._interpreter = libraries.interpreter_folders()
        self._readable = libraries.readable(secret)
        self._filter = self._try("seccomp", seccomp.compile_filter)
        self._processes = self._try("namespaces", namespaces.ProcessNamespaces)
        self._zygote = self._try("privileges", system.own_pidfd)
        self._try("landlock", landlock.abi)
        self._try("landlock", lambda: libraries.require_whole(self._readable))
        self._try("identity", identity.require_root)

    @property
    def kept_open(self) -> tuple[int, ...]:
        """Descriptors that a worker needs until it is confined."""
        return () if self._zygote is None else (self._zygote,)

    def before_fork(self) -> int:
        """Prepare, in the zygote, that the next child is the first process of a namespace of its own.

        Returns:
            The user that the child is to become.
        """
        if self._processes:
            self._try("namespaces", self._processes.before_fork)
        uid = identity.random_uid()
        while uid in self._living:
            uid = identity.random_uid()
        if uid:
            self._living.add(uid)
        return uid

    def after_fork(self) -> None:
        """Go back, in the zygote, to its own namespace."""
        if self._processes and "namespaces" not in self._missing:
            self._processes.after_fork()

    def after_end(self, uid: int) -> None:
        """Remove, in the zygote, all processes and files that a dead worker's user has left.

        With namespaces the kernel has ended them all. Without another user nobody can tell whose they are.

        Raises:
            LayerError: processes are left.
        """
        self._living.discard(uid)
        if "namespaces" not in self._missing or "identity" in self._missing:
            return
        if not end_processes(uid):
            raise LayerError(f"processes of the user {uid} are left, and cannot be killed")
        if "landlock" in self._missing:
            remove_files(uid)

    def confine(self, folder: str, uid: int) -> dict[str, str]:
        """Confine this worker, so that it can read only `folder` and the libraries.

        Args:
            folder: the staged submission.
            uid: the user to become, which no other worker is.

        Returns:
            For each layer, "" if it holds, else the reason why it does not.
        """
        needed = [*self._interpreter, folder]
        same_user = "identity" in self._missing
        # The same user can enter its own private folders.
        self._try("namespaces", lambda: _own_view([] if same_user else needed, folder))
        # Still root, so that all paths can be opened. The ruleset takes effect further down.
        readable = [*self._readable, folder]
        ruleset = self._try("landlock", lambda: landlock.prepare(readable, same_user=same_user))
        self._try("resources", lambda: resources.limit_worker(same_user=same_user))
        # After the limits, because one of them is written to a file in /proc.
        self._try("namespaces", namespaces.leave_no_times)
        self._try("identity", lambda: identity.become_nobody(uid, needed))
        # After the change of user, which would clear the parent-death signal.
        zygote = self._zygote
        if zygote is not None:
            self._try("privileges", lambda: system.give_up_privileges(zygote))
        if ruleset is not None:
            self._try("landlock", lambda: landlock.restrict(ruleset))
        program = self._filter
        if program is not None:
            self._try("seccomp", lambda: seccomp.restrict(program))
        return {layer: self._missing.get(layer, "") for layer in LAYERS}

    def _try(self, layer: str, work: Callable[[], T]) -> T | None:
        """Return the result of `work`, or None if the layer does not hold or is to be left out."""
        if layer in self._without:
            self._missing.setdefault(layer, "left out")
        if layer in self._missing:
            return None
        try:
            return work()
        except (LayerError, OSError) as error:
            self._missing[layer] = str(error) or type(error).__name__
            return None


def _own_view(needed: list[str], folder: str) -> None:
    namespaces.own_view()
    private_folders.show(needed)
    os.chdir(folder)  # the old working folder could lie below a cover, where its neighbours are still seen


def for_package(package_folder: str, without: str = "") -> Confinement:
    """Return the confinement that hides the package in `package_folder`.

    Args:
        package_folder: the folder that holds `autograder/`.
        without: names of layers, separated by commas.
    """
    return Confinement(str(Path(package_folder, "autograder")), frozenset(filter(None, without.split(","))))
