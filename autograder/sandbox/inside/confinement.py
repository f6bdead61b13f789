"""Puts the layers on a worker, in the one order in which they work, and says which of them hold.

What is the same for every worker, the zygote prepares once. Nothing of a submission has run when a worker
is confined, so its report can be believed; the grader decides what a missing layer means.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from autograder.sandbox.inside.layers import identity, landlock, namespaces, resources, seccomp, system
from autograder.sandbox.inside.layers.system import LayerError
from autograder.sandbox.inside.sweep import end_processes, remove_files

LAYERS = ("namespaces", "landlock", "resources", "identity", "privileges", "seccomp")

T = TypeVar("T")


class Confinement:
    """What confines all workers of one zygote.

    Args:
        secret: the folder of our own package, hidden tests in it: never readable, wherever it lies.
        without: layers to leave out, to see what each of them is good for.
    """

    def __init__(self, secret: str, without: frozenset[str] = frozenset()) -> None:
        self._without = without
        self._missing: dict[str, str] = {}
        """Why a layer does not hold, for those that do not."""
        self._readable = landlock.libraries(secret)
        self._filter = self._try("seccomp", seccomp.compile_filter)
        self._processes = self._try("namespaces", namespaces.ProcessNamespaces)
        self._zygote = self._try("privileges", system.own_pidfd)
        self._try("landlock", landlock.abi)
        self._try("identity", lambda: identity.require_possible(mounts="namespaces" not in self._missing))

    @property
    def kept_open(self) -> tuple[int, ...]:
        """Descriptors that a worker needs until it is confined."""
        return () if self._zygote is None else (self._zygote,)

    def before_fork(self) -> int:
        """In the zygote: the next child is the first process of a namespace of its own.

        Returns:
            The user that it is to become.
        """
        if self._processes:
            self._try("namespaces", self._processes.before_fork)
        return identity.random_uid()

    def after_fork(self) -> None:
        """In the zygote, once the child is there."""
        if self._processes and "namespaces" not in self._missing:
            self._processes.after_fork()

    def after_end(self, uid: int) -> None:
        """In the zygote, once a worker is dead: nothing of its user's is left, processes or files.

        The kernel ends all that a namespace holds. Without another user there is no telling whose is what.

        Raises:
            LayerError: processes are left.
        """
        if "namespaces" not in self._missing or "identity" in self._missing:
            return
        if not end_processes(uid):
            raise LayerError(f"processes of the user {uid} are left, and cannot be killed")
        if "landlock" in self._missing:
            remove_files(uid)

    def confine(self, folder: str, uid: int) -> dict[str, str]:
        """In a worker: all layers, so that of all files only `folder` and the libraries can be read.

        Args:
            folder: the staged submission.
            uid: the user to become, which no other worker is.

        Returns:
            For each layer, "" if it holds, else why it does not.
        """
        self._try("namespaces", namespaces.own_view)
        # Paths are opened while this is still root; the ruleset is put on further down.
        ruleset = self._try("landlock", lambda: landlock.prepare([*self._readable, folder]))
        self._try("resources", resources.limit_worker)
        self._try("identity", lambda: identity.become_nobody(uid))
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
        """What `work` gives; None, with the reason kept, if the layer does not hold or is to be left out."""
        if layer in self._without:
            self._missing.setdefault(layer, "left out")
        if layer in self._missing:
            return None
        try:
            return work()
        except LayerError as error:
            self._missing[layer] = str(error)
            return None


def for_package(package_folder: str, without: str = "") -> Confinement:
    """The confinement that hides the package in `package_folder`; `without` names layers, with commas."""
    return Confinement(str(Path(package_folder, "autograder")), frozenset(filter(None, without.split(","))))
