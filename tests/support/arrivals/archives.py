"""Files in archives."""

import bz2
import gzip
import io
import lzma
import warnings
import zipfile

from arrivals.base import Case, Course, as_tar, as_zip, below, case


@case
def a_zip_in_a_zip(course: Course) -> Case:
    return Case({"all.zip": as_zip({"work.zip": as_zip(course.solutions)})}, form="file")


@case
def a_zip_in_the_folder(course: Course) -> Case:
    files = {**course.stubs, "my work.zip": as_zip({**course.solutions, **course.written()})}
    return Case(files, answers=5)


@case
def a_zip_for_each_module(course: Course) -> Case:
    files = {f"{name}.zip": as_zip({name: text}) for name, text in course.solutions.items()}
    return Case(files)


@case
def a_zip_three_deep(course: Course) -> Case:
    inner = as_zip({"c.zip": as_zip(course.solutions)})
    said = "'c.zip' in 'b.zip' was not opened"
    return Case({"a.zip": as_zip({"b.zip": inner})}, 0, (said, "none of the requested files"), form="file")


@case
def a_broken_zip_in_the_folder(course: Course) -> Case:
    files = {**course.solutions, "old.zip": as_zip(course.stubs)[:-40]}
    return Case(files, notes=("'old.zip' was not opened: old.zip cannot be unpacked as a zip",))


@case
def drive_paths(course: Course) -> Case:
    files = {f"C:\\Users\\ada\\hw\\{name}": text for name, text in course.solutions.items()}
    return Case({"work.zip": as_zip(files)}, form="file", notes=("found in the folder 'Users/ada/hw'",))


@case
def absolute_paths(course: Course) -> Case:
    files = {f"/home/ada/hw/{name}": text for name, text in course.solutions.items()}
    return Case({"work.zip": as_zip(files)}, form="file", notes=("found in the folder 'home/ada/hw'",))


@case
def paths_from_above(course: Course) -> Case:
    files = {f"../hw/{name}": text for name, text in course.solutions.items()}
    return Case({"work.zip": as_zip(files)}, form="file")


@case
def a_bzip2_zip(course: Course) -> Case:
    return Case({"work.zip": as_zip(course.solutions, zipfile.ZIP_BZIP2)}, form="file")


@case
def an_lzma_zip(course: Course) -> Case:
    return Case({"work.zip": as_zip(course.solutions, zipfile.ZIP_LZMA)}, form="file")


@case
def a_tar_gz(course: Course) -> Case:
    return Case({"work.tar.gz": gzip.compress(as_tar(below(course.solutions, "hw")))}, form="file")


@case
def a_tgz_in_the_folder(course: Course) -> Case:
    return Case({"work.tgz": gzip.compress(as_tar(course.solutions))})


@case
def a_tar_bz2(course: Course) -> Case:
    return Case({"work.tar.bz2": bz2.compress(as_tar(course.solutions))}, form="file")


@case
def a_tar_xz(course: Course) -> Case:
    return Case({"work.tar.xz": lzma.compress(as_tar(course.solutions))}, form="file")


@case
def a_tar(course: Course) -> Case:
    return Case({"work.tar": as_tar(course.solutions)}, form="file")


@case
def a_rar(_course: Course) -> Case:
    said = ("a.rar is a RAR archive, which cannot be opened here; upload the .py and .md files, or a zip",)
    return Case({"a.rar": b"Rar!\x1a\7\0" + bytes(99)}, notes=said, form="file", is_refused=True)


@case
def a_rar_in_the_folder(_course: Course) -> Case:
    said = ("'a.rar' was not opened: a.rar is a RAR archive", "none of the requested files was found")
    return Case({"a.rar": b"Rar!\x1a\7\0" + bytes(99)}, 0, said)


@case
def a_7z_in_the_folder(_course: Course) -> Case:
    said = ("'a.7z' was not opened: a.7z is a 7-Zip archive", "none of the requested files was found")
    return Case({"a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(99)}, 0, said)


@case
def a_word_document_alone(_course: Course) -> Case:
    files = {"answers.docx": as_zip({"[Content_Types].xml": b"", "word/document.xml": b""})}
    return Case(files, notes=("is an Office document",), form="file", is_refused=True)


@case
def a_single_py(course: Course) -> Case:
    files = {"memory.py": course.solutions["memory.py"]}
    said = "not in your submission: 'pretraining.py', 'finetuning.py', 'sharding.py', 'context.py'"
    return Case(files, course.points["memory"], (said,), form="file")


@case
def a_single_py_under_another_name(course: Course) -> Case:
    said = ("'memory (2).py' was used as 'memory.py'", "not in your submission: 'pretraining.py'")
    return Case({"memory (2).py": course.solutions["memory.py"]}, course.points["memory"], said, form="file")


@case
def modules_packed_one_by_one(course: Course) -> Case:
    return Case({f"{name}.gz": gzip.compress(content) for name, content in course.solutions.items()})


@case
def data_packed_alone(course: Course) -> Case:
    return Case({**course.solutions, "data.csv.gz": gzip.compress(b"1,2\n")})


@case
def a_tar_with_newer_versions_appended(course: Course) -> Case:
    older, newer = as_tar(course.stubs), as_tar(course.solutions)
    return Case({"hw.tar": older[: len(older.rstrip(b"\0")) // 512 * 512 + 512] + newer}, form="file")


@case
def a_zip_in_parts(course: Course) -> Case:
    whole = as_zip(course.solutions)
    end = whole.rindex(b"PK\5\6") + 4
    return Case({"hw.zip": whole[:end] + b"\1\0\1\0" + whole[end + 4 :]}, 0, ("one of several parts",))


def _twice(course: Course, second: bytes) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")  # of a name that is there twice
        for name, content in [*course.solutions.items(), ("memory.py", second)]:
            archive.writestr(name, content)
    return buffer.getvalue()


@case
def a_zip_with_two_files_of_a_name(course: Course) -> Case:
    content = _twice(course, course.solutions["memory.py"] + b"# newer\n")
    said = "skipped 'memory.py': the archive holds two different files of this name, and the first was used"
    return Case({"work.zip": content}, notes=(said,), form="file")


@case
def a_zip_with_a_file_twice(course: Course) -> Case:
    content = _twice(course, course.solutions["memory.py"])
    return Case({"work.zip": content}, form="file", is_quiet=True)


@case
def a_git_bundle(_course: Course) -> Case:
    said = (
        "work.bundle is not a zip, a notebook, a Python file or a Markdown file; upload the .py and .md files"
    )
    content = {"work.bundle": b"# v2 git bundle\n"}
    return Case(content, notes=(said,), form="file", is_refused=True)


@case
def a_git_bundle_in_the_folder(_course: Course) -> Case:
    said = "your submission holds 'work.bundle'; upload the .py and .md files, or a zip of them"
    return Case({"work.bundle": b"# v2 git bundle\n"}, 0, (said,))
