"""Workers' users are chosen from the ids that exist in this user namespace."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.sandbox.inside.layers import identity

Process = Callable[..., Path]


@pytest.fixture
def process(tmp_path: Path) -> Process:
    def make(uids: str, gids: str = "", setgroups: str = "allow") -> Path:
        (tmp_path / "uid_map").write_text(uids)
        (tmp_path / "gid_map").write_text(gids or uids)
        (tmp_path / "setgroups").write_text(f"{setgroups}\n")
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("uid_map", "users"),
    [
        ("0 0 4294967295", range(200_000, 260_000)),
        ("0 100000 65536", range(10_000, 60_000)),
        ("1 100000 65536\n0 1000 1", range(10_000, 60_000)),
        ("0 100000 20000", range(10_000, 20_000)),
        ("0 0 1\n100000 100000 65536", range(100_000, 160_000)),
        ("0 100000 19999", range(0)),
        ("0 1000 1", range(0)),
    ],
    ids=["all", "container", "rootless", "few", "far", "too few", "one"],
)
def test_users_of_a_map(process: Process, uid_map: str, users: range) -> None:
    assert identity.users(process(uid_map)) == users


def test_an_id_must_exist_as_user_and_as_group(process: Process) -> None:
    assert identity.users(process("0 100000 65536", "0 100000 30000")) == range(10_000, 30_000)


def test_groups_that_cannot_be_given_up(process: Process) -> None:
    assert not identity.users(process("0 100000 65536", setgroups="deny"))


def test_a_kernel_without_user_namespaces(tmp_path: Path) -> None:
    assert identity.users(tmp_path) == range(200_000, 260_000)


def test_a_random_user_is_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "users", lambda: range(30, 32))
    assert {identity.random_uid() for _ in range(100)} == {30, 31}
    monkeypatch.setattr(identity, "users", lambda: range(0))
    assert identity.random_uid() == 0
