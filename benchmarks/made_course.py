"""Submissions of a course that was never held: honest ones, no two alike, and hostile ones."""

import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.answer_key.variants import Variant, read_variants, variant_source
from autograder.catalog import Module, Project

LIKE_THE_REFERENCE, WITH_CHAFFS = 0.4, 0.4
"""Shares of honest submissions; the rest is half done."""
MAX_CHAFFS = 3
UNFINISHED = '\n\ndef {name}(*args, **kwargs):\n    raise NotImplementedError("{label}")\n'


@dataclass
class MadeCourse:
    """Makes submissions from the reference, the wheats, the chaffs and the stubs.

    Args:
        project: the course.
        seed: the same seed makes the same submissions.
        slow: names of chaffs to leave out, such as those that never end.
    """

    project: Project
    seed: int = 1
    slow: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)
        self._wheats = _by_module(_variants(self.project.wheats_folder))
        chaffs = _variants(self.project.chaffs_folder)
        self._chaffs = _by_module([each for each in chaffs if each.id not in self.slow])

    def make(self, folder: Path, count: int) -> list[Path]:
        """Make `count` honest submissions below `folder`, mixed, and return their folders."""
        n_reference = round(LIKE_THE_REFERENCE * count)
        n_chaffs = round(WITH_CHAFFS * count)
        kinds = ["reference"] * n_reference + ["chaffs"] * n_chaffs
        kinds += ["half"] * (count - len(kinds))
        self._rng.shuffle(kinds)
        places = []
        for number, kind in enumerate(kinds, start=1):
            place = folder / f"submission_{number}"
            place.mkdir(parents=True)
            for name, source in self.sources(kind, number).items():
                (place / name).write_text(source, encoding="utf-8")
            places.append(place)
        return places

    def sources(self, kind: str, number: int) -> dict[str, str]:
        """Return the files of one submission: `reference`, with `chaffs`, or `half` done."""
        modules = self.project.assignment.modules
        n_wrong = min(self._rng.randint(1, MAX_CHAFFS), len(modules)) if kind == "chaffs" else 0
        wrong = self._rng.sample(modules, n_wrong)
        started = self._rng.sample(modules, len(modules) // 2 + 1) if kind == "half" else modules
        found = {}
        for module in modules:
            if module not in started:
                path = self.project.assignment_folder / module.path
                found[module.path] = path.read_text(encoding="utf-8")
                continue
            parts = [(self.project.solutions_folder / module.path).read_text(encoding="utf-8")]
            parts += self._some(self._wheats.get(module.name, []), self._rng.randint(0, 2))
            if module in wrong:
                parts += self._some(self._chaffs.get(module.name, []), 1)
            if kind == "half":
                parts.append(self._unfinished(module))
            found[module.path] = variant_source(*parts) + f"\n# by student {number}\n"
        return found

    def _some(self, variants: Sequence[Variant], count: int) -> list[str]:
        return [each.text for each in self._rng.sample(variants, min(count, len(variants)))]

    def _unfinished(self, module: Module) -> str:
        last = module.questions[self._rng.randint(1, len(module.questions)) :]
        return "".join(UNFINISHED.format(name=each.function, label=each.label) for each in last)


def hostile(folder: Path, attacks: Path, count: int) -> list[Path]:
    """Copy the files of `count` attacks below `folder`, and return their folders."""
    found = sorted(path.parent for path in attacks.glob("*/attack.toml"))[:count]
    for attack in found:
        shutil.copytree(attack, folder / f"hostile_{attack.name}", symlinks=True)
    return [folder / f"hostile_{attack.name}" for attack in found]


def as_export(folder: Path) -> None:
    """Write the metadata file that makes a folder of submissions an export."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    text = "".join(
        f"{name}:\n  :submitters:\n  - :name: {json.dumps(f'Student {name}')}\n    :sid: '{name[-6:]}'\n"
        for name in names
    )
    (folder / "submission_metadata.yml").write_text(text, encoding="utf-8")


def _variants(folder: Path) -> list[Variant]:
    """Return the variants in a folder; a small course has none."""
    return list(read_variants(folder)) if any(folder.glob("*/*.py")) else []


def _by_module(variants: Sequence[Variant]) -> dict[str, list[Variant]]:
    found: dict[str, list[Variant]] = {}
    for each in variants:
        found.setdefault(each.module, []).append(each)
    return found
