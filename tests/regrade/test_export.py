"""Which submissions a course has: exports, folders, lists, and what is opened of each."""

import hashlib
import os
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.catalog import Project
from autograder.errors import AutograderError, GraderError
from autograder.regrade.export import Entry, find_entries, metadata_of, opened_entry
from autograder.regrade.hashes import content_hash

MODULE = "pretraining.py"


def names(places: list[Path], project: Project) -> list[str]:
    return [entry.name for entry in find_entries(places, project.assignment)]


def export(folder: Path, top: str = "assignment_7_export/") -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in (10, 9):
            archive.writestr(f"{top}submission_{number}/{MODULE}", f"x = {number}\n")
            archive.writestr(f"{top}submission_{number}/written/q.md", "words")
            archive.writestr(f"{top}submission_{number}/submission_1/nested.py", "")
        link = zipfile.ZipInfo(f"{top}submission_9/link.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(f"{top}submission_9/../../up.py", "")
        archive.writestr(f"{top}submission_metadata.yml", "submission_9:\n  :submitters: []\n")
    return path


@pytest.mark.parametrize("top", ["", "assignment_7_export/"])
def test_an_export_zip_is_opened_as_it_would_be_unpacked(tmp_path: Path, project: Project, top: str) -> None:
    path = export(tmp_path, top)
    entries = find_entries([path], project.assignment)
    assert [entry.name for entry in entries] == ["submission_9", "submission_10"]
    with opened_entry(entries[0]) as folder:
        found = sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
        assert found == [MODULE, "submission_1/nested.py", "written/q.md"]
        assert (folder / MODULE).read_text() == "x = 9\n"
        assert content_hash(entries[0]) == content_hash(Entry("it", folder))
    assert not folder.exists()
    assert metadata_of(path) == b"submission_9:\n  :submitters: []\n"


def test_a_folder_of_folders_archives_and_notebooks_is_a_course(tmp_path: Path, project: Project) -> None:
    for name in ("ada", "ben"):
        (tmp_path / name).mkdir()
        (tmp_path / name / MODULE).write_text("")
    with zipfile.ZipFile(tmp_path / "cleo.zip", "w") as archive:
        archive.writestr(MODULE, "")
    (tmp_path / "dan.ipynb").write_text("{}")
    assert names([tmp_path], project) == ["ada", "ben", "cleo.zip", "dan.ipynb"]
    assert names([tmp_path / "ada"], project) == ["ada"]
    (tmp_path / "course.txt").write_text("# those\nben\n\ncleo.zip\n")
    assert names([tmp_path / "course.txt"], project) == ["ben", "cleo.zip"]


def test_submissions_of_one_name_are_told_apart(tmp_path: Path, project: Project) -> None:
    for group in ("a", "b"):
        (tmp_path / group / "ada").mkdir(parents=True)
        (tmp_path / group / "ada" / MODULE).write_text("")
    places = [tmp_path / "a" / "ada", tmp_path / "b" / "ada"]
    assert names(places, project) == ["ada", str(places[1])]
    with pytest.raises(AutograderError, match="two submissions are"):
        names([*places, places[1]], project)


def test_bad_places_are_refused(tmp_path: Path, project: Project) -> None:
    with pytest.raises(AutograderError, match="does not exist"):
        names([tmp_path / "none"], project)
    (tmp_path / "list.txt").write_text(f"{tmp_path}\nnone\n")
    with pytest.raises(AutograderError, match="none does not exist"):
        names([tmp_path / "list.txt"], project)


def test_a_broken_export_is_the_graders_error(tmp_path: Path, project: Project) -> None:
    path = export(tmp_path)
    content = bytearray(path.read_bytes())
    place = content.find(b"x = 9\n")
    content[place] ^= 1
    path.write_bytes(content)
    (nine, ten) = find_entries([path], project.assignment)
    said = r"submission_9/pretraining\.py: Bad CRC.*download it again"
    with pytest.raises(GraderError, match=said), opened_entry(nine):
        pass
    with opened_entry(ten) as folder:
        assert (folder / MODULE).is_file()
    assert content_hash(nine) != content_hash(ten)


def test_the_hash_is_of_names_and_contents(tmp_path: Path) -> None:
    def hashed(**files: str) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
        return content_hash(Entry("it", folder))

    assert hashed(a="1", b="2") == hashed(b="2", a="1")
    assert len({hashed(a="1", b="2"), hashed(a="2", b="1"), hashed(a="12"), hashed(a="1"), hashed()}) == 5
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "a").symlink_to("b")
    before = content_hash(Entry("it", folder))
    (folder / "a").unlink()
    (folder / "a").symlink_to("c")
    assert content_hash(Entry("it", folder)) != before


def test_no_link_is_told_apart_from_files_by_luck(tmp_path: Path) -> None:
    """A link's target is any text: it must not pass for the file that comes next."""
    for name, target in (("two", "x"), ("one", None)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "b").write_text("")
        digest = hashlib.sha256(b"").digest()
        assert b"\0" not in digest
        (folder / "a").symlink_to(target or os.fsdecode(b"x1 b" + digest))
    (tmp_path / "one" / "b").unlink()
    assert content_hash(Entry("it", tmp_path / "one")) != content_hash(Entry("it", tmp_path / "two"))


def test_of_two_members_of_one_name_the_first_counts(tmp_path: Path, project: Project) -> None:
    found = {}
    for order in ("ab", "ba", "aa"):
        path = tmp_path / f"{order}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"submission_1/{MODULE}", order[0])
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(f"submission_1/{MODULE}", order[1])
        (entry,) = find_entries([path], project.assignment)
        with opened_entry(entry) as folder:
            found[order] = (folder / MODULE).read_text(), content_hash(entry)
    assert [text for text, _ in found.values()] == ["a", "b", "a"]
    assert found["ab"][1] == found["aa"][1] != found["ba"][1]
