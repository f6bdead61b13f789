"""The level follows from the layers that hold and from the attacks that succeeded."""

import pytest

from autograder.sandbox.level import ONLY_LANDLOCK_STOPS, Confined, Level

ALL = ("namespaces", "landlock", "resources", "identity", "privileges", "seccomp")


@pytest.mark.parametrize(
    ("missing", "level"),
    [
        (set(), Level.FULL),
        ({"namespaces"}, Level.CONTAINER),
        ({"namespaces", "landlock"}, Level.OLD_CONTAINER),
        ({"namespaces", "identity"}, Level.SAME_USER),
        ({"identity"}, Level.SAME_USER),
        ({"landlock"}, Level.NONE),
        ({"namespaces", "landlock", "identity"}, Level.NONE),
        ({"seccomp"}, Level.NONE),
        ({"namespaces", "resources"}, Level.NONE),
        ({"privileges"}, Level.NONE),
        (set(ALL), Level.NONE),
    ],
)
def test_levels(missing: set[str], level: Level) -> None:
    assert Confined({layer: "why" if layer in missing else "" for layer in ALL}).level is level


def test_root_without_another_user_is_no_confinement() -> None:
    missing = {layer: "why" if layer in {"namespaces", "identity"} else "" for layer in ALL}
    assert Confined(missing, as_root=True).level is Level.NONE
    assert Confined(missing, as_root=False).level is Level.SAME_USER


def test_one_successful_attack_is_enough_for_level_0() -> None:
    holds = dict.fromkeys(ALL, "")
    assert Confined(holds, ("read a hidden file",)).level is Level.NONE
    assert Confined(holds, ("list processes",)).level is Level.NONE


def test_without_landlock_some_things_can_be_seen_and_are_known() -> None:
    old = {layer: "no" if layer in {"namespaces", "landlock"} else "" for layer in ALL}
    assert Confined(old, tuple(ONLY_LANDLOCK_STOPS)).level is Level.OLD_CONTAINER
    assert Confined(old, (*ONLY_LANDLOCK_STOPS, "read a hidden file")).level is Level.NONE
    report = Confined(old, ("list processes",)).report()
    assert report == {
        "level": "2-",
        "missing": {"namespaces": "no", "landlock": "no"},
        "reached": ["list processes"],
    }
