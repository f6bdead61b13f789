"""The level of confinement of workers, and the layers that are missing. For staff, in each report."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from autograder.sandbox.inside.layers import identity

ONLY_LANDLOCK_STOPS = {"list processes", "create a file in /tmp", "create a file in /dev/shm"}
"""Attacks of the probe that succeed at level 2-: they see no secret, and the sweep removes their files."""


class Level(StrEnum):
    """From most to least confined. `docs/SECURITY.md` says what each one promises."""

    FULL = "3"
    """All layers, namespaces among them: an instructor's own machine, as root."""
    CONTAINER = "2"
    """Another user, Landlock, seccomp and limits: Gradescope."""
    OLD_CONTAINER = "2-"
    """Level 2 without Landlock: an old kernel or profile."""
    SAME_USER = "1"
    """The same user, Landlock and seccomp: a cluster without root."""
    NONE = "0"
    """Processes only: all promises rest on the student's good will."""


@dataclass(frozen=True)
class Confined:
    """The layers that a worker reported before any student code ran, and the probe's successful attacks."""

    missing: Mapping[str, str]
    """The reason why a layer does not hold, or "", by the layer's name."""
    reached: tuple[str, ...] = ()
    """Attacks of the probe that succeeded."""
    as_root: bool = False
    """Whether the grader is root. Then a worker without a user of its own is root, too."""

    @property
    def layers_left_out(self) -> set[str]:
        """The layers that do not hold."""
        return {layer for layer, reason in self.missing.items() if reason}

    @property
    def level(self) -> Level:
        """The level that holds. One successful attack is enough for `NONE`."""
        missing = self.layers_left_out
        tolerated = ONLY_LANDLOCK_STOPS if missing == {"namespaces", "landlock"} else set()
        if set(self.reached) - tolerated or missing & {"seccomp", "resources", "privileges"}:
            return Level.NONE
        if not missing:
            return Level.FULL
        # Root without other ids to give, as in `unshare -Ur`, is an ordinary user, and its workers have no
        # capabilities.
        if "identity" in missing and self.as_root and identity.users():
            return Level.NONE
        if missing == {"namespaces"}:
            return Level.CONTAINER
        if missing == {"namespaces", "landlock"}:
            return Level.OLD_CONTAINER
        return Level.SAME_USER if "landlock" not in missing else Level.NONE

    def report(self) -> dict[str, object]:
        """Return the level and the missing layers, for the report."""
        return {
            "level": str(self.level),
            "missing": {layer: reason for layer, reason in self.missing.items() if reason},
            "reached": list(self.reached),
        }
