"""How far workers are confined, in one figure, and what of it is missing. For staff, in every report."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ONLY_LANDLOCK_STOPS = {"list processes", "create a file in /tmp", "create a file in /dev/shm"}
"""Attacks of the probe that level 2- lets through: what they leave is swept, what they see is no secret."""


class Level(StrEnum):
    """From most to least; `docs/SECURITY.md` says what each one promises."""

    FULL = "3"
    """All layers, namespaces among them: an instructor's own machine, as root."""
    CONTAINER = "2"
    """Another user, Landlock, seccomp and limits: Gradescope."""
    OLD_CONTAINER = "2-"
    """As 2, without Landlock: an old kernel or profile."""
    SAME_USER = "1"
    """The same user, Landlock and seccomp: a cluster without root."""
    NONE = "0"
    """Processes only: every promise rests on the student's good will."""


@dataclass(frozen=True)
class Confined:
    """What a worker said of its layers before any student code ran, and what the probe's attacks reached."""

    missing: Mapping[str, str]
    """Why a layer does not hold, by its name."""
    reached: tuple[str, ...] = ()
    """Attacks of the probe that succeeded."""
    as_root: bool = False
    """Whether the grader is root: then a worker without a user of its own is root, too."""

    @property
    def level(self) -> Level:
        """The level that holds. One attack that gets through is enough for none."""
        missing = {layer for layer, reason in self.missing.items() if reason}
        tolerated = ONLY_LANDLOCK_STOPS if missing == {"namespaces", "landlock"} else set()
        if set(self.reached) - tolerated or missing & {"seccomp", "resources", "privileges"}:
            return Level.NONE
        if not missing:
            return Level.FULL
        if "identity" in missing and self.as_root:
            return Level.NONE
        if missing == {"namespaces"}:
            return Level.CONTAINER
        if missing == {"namespaces", "landlock"}:
            return Level.OLD_CONTAINER
        return Level.SAME_USER if "landlock" not in missing else Level.NONE

    def report(self) -> dict[str, object]:
        """For the report: the level, and whatever is missing."""
        return {
            "level": str(self.level),
            "missing": {layer: reason for layer, reason in self.missing.items() if reason},
            "reached": list(self.reached),
        }
