"""What files hold: encodings, other things than code, less than is asked for."""

from arrivals.base import FULL, Case, Course, case


@case
def a_pdf_beside_complete_work(course: Course) -> Case:
    return Case({**course.solutions, "notes.pdf": b"%PDF-1.7\n"})


@case
def a_web_page_as_a_module(course: Course) -> Case:
    page = b"<!DOCTYPE html>\n<html><body>" + course.solutions["memory.py"] + b"</body></html>"
    said = ("holds no Python code, but a web page",)
    return Case(course.but("memory.py", page), FULL - course.points["memory"], words=said, is_staged=False)


@case
def null_bytes_at_the_end(course: Course) -> Case:
    files = course.but("memory.py", course.solutions["memory.py"] + b"\0" * 512)
    said = ("it holds null bytes: save it in your editor",)
    return Case(files, FULL - course.points["memory"], words=said, is_staged=False)


# Encodings


@case
def utf_16(course: Course) -> Case:
    files = course.but("memory.py", course.solutions["memory.py"].decode().encode("utf-16"))
    words = ("the file is saved as UTF-16: save it as UTF-8",)
    return Case(files, FULL - course.points["memory"], words=words, is_staged=False)


@case
def utf_16_without_a_mark(course: Course) -> Case:
    files = course.but("memory.py", course.solutions["memory.py"].decode().encode("utf-16-le"))
    words = ("the file is saved as UTF-16: save it as UTF-8",)
    return Case(files, FULL - course.points["memory"], words=words, is_staged=False)


@case
def windows_1252(course: Course) -> Case:
    made = course.first("_DOTS = '…'\n")
    files = {**made, "memory.py": made["memory.py"].decode().encode("cp1252", "replace")}
    words = ("not saved as UTF-8 but in an older encoding, such as Windows-1252",)
    return Case(files, FULL - course.points["memory"], words=words, is_staged=False)


@case
def utf_8_with_a_mark(course: Course) -> Case:
    return Case(course.but("memory.py", b"\xef\xbb\xbf" + course.solutions["memory.py"]), is_staged=False)


@case
def old_line_ends(course: Course) -> Case:
    return Case(course.but("memory.py", course.solutions["memory.py"].replace(b"\n", b"\r")), is_staged=False)


# Files that hold less


@case
def an_empty_file(course: Course) -> Case:
    said = "'memory.py' is empty: save the file in your editor"
    return Case(course.but("memory.py", b""), FULL - course.points["memory"], (said,))


@case
def a_misnamed_function(course: Course) -> Case:
    source = course.solutions["sharding.py"].replace(b"def min_nodes(", b"def min_node(")
    said = "'sharding.py' has no function min_nodes, but one named min_node: rename it"
    return Case(course.but("sharding.py", source), FULL - 2, (said,), is_staged=False)


@case
def a_function_left_out(course: Course) -> Case:
    source = course.solutions["sharding.py"].replace(b"def min_nodes(", b"def _something_else(")
    said = "'sharding.py' has no function min_nodes"
    return Case(course.but("sharding.py", source), FULL - 2, (said,), is_staged=False)


@case
def a_nested_function(course: Course) -> Case:
    lines = course.solutions["sharding.py"].decode().splitlines(keepends=True)
    begin = next(n for n, line in enumerate(lines) if line.startswith("def min_nodes("))
    end = next(n for n, line in enumerate(lines[begin + 1 :], begin + 1) if line.startswith("def "))
    inner = ["def outer():\n", *("    " + line for line in lines[begin:end]), "\n\n"]
    source = "".join([*lines[:begin], *inner, *lines[end:]]).encode()
    said = "'sharding.py' has no function min_nodes at the left margin, but one inside outer"
    return Case(course.but("sharding.py", source), FULL - 2, (said,), is_staged=False)


@case
def one_module_missing(course: Course) -> Case:
    files, lost = course.but("memory.py"), course.points["memory"]
    return Case(files, FULL - lost, ("not in your submission: 'memory.py'",))
