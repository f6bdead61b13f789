"""Written answers."""

from collections.abc import Callable

from arrivals.base import ANSWERS, CASES, Case, Course, as_zip, case


@case
def answers_in_their_place(course: Course) -> Case:
    return Case({**course.solutions, **course.written()}, answers=5)


@case
def answers_uploaded_one_by_one(course: Course) -> Case:
    return Case({**course.solutions, **course.written("")}, answers=5)


@case
def answers_twice_below(course: Course) -> Case:
    return Case({**course.solutions, **course.written("written/written/")}, answers=5)


@case
def copies_of_answers(course: Course) -> Case:
    return Case(
        {**course.solutions, **course.written("", " (1).md")}, answers=5, notes=("was read as 'written/q1_",)
    )


@case
def answers_as_text(course: Course) -> Case:
    return Case({**course.solutions, **course.written(suffix=".txt")}, answers=5, notes=("was read as",))


@case
def answers_as_markdown(course: Course) -> Case:
    return Case({**course.solutions, **course.written(suffix=".markdown")}, answers=5, notes=("was read as",))


@case
def answers_with_a_second_suffix(course: Course) -> Case:
    return Case({**course.solutions, **course.written(suffix=".md.txt")}, answers=5, notes=("was read as",))


def _documents(suffix: str, form: str) -> Callable[[Course], Case]:
    def make(course: Course) -> Case:
        name = f"written/q1_pretraining{suffix}"
        files = {**course.solutions, name: b"PK", "written/q1_pretraining.md": b"# Q1\n"}
        said = f"'written/q1_pretraining.md' holds no answer, and '{name}' could not be read as text"
        made = Case(files, notes=(said,))
        return made if form == "folder" else Case({"work.zip": as_zip(files)}, notes=(said,), form="file")

    return make


for _suffix in (".docx", ".pdf", ".rtf", ".odt", ".pages", ".png"):
    CASES[f"an answer as {_suffix}"] = _documents(_suffix, "folder")
    CASES[f"an answer as {_suffix} in a zip"] = _documents(_suffix, "file")


@case
def an_untouched_answer_and_a_real_one(course: Course) -> Case:
    files = {**course.solutions, "written/q1_pretraining.md": b"# Q1\n", "Q1 answer.md": course.answer}
    return Case(files, answers=1, notes=("'Q1 answer.md' was read as 'written/q1_pretraining.md'",))


@case
def two_versions_of_an_answer(course: Course) -> Case:
    files = {
        **course.solutions,
        "q1_pretraining (1).md": course.answer,
        "q1_pretraining (2).md": b"Other words.",
    }
    said = (
        "'written/q1_pretraining.md' was not found, but 'q1_pretraining (1).md' and 'q1_pretraining (2).md'"
    )
    return Case(files, notes=(said,))


ALL = b"# Q1\n\nIt predicts tokens.\n\n# Q2\n\nIt answers questions.\n\n## Question 3\n\nMany nodes.\n"


def _unnamed(name: str, content: bytes, *, beside: int = 0) -> Callable[[Course], Case]:
    """Add a file that names no question, beside answers to the first questions."""

    def make(course: Course) -> Case:
        written = dict(list(course.written().items())[:beside])
        files = {**course.solutions, **written, name: content}
        missing = f"written/{ANSWERS[beside]}.md"
        said = f"no question's number: '{name}'; copy each answer into a file of its own, such as '{missing}'"
        return Case(files, notes=(said,), answers=beside)

    return make


CASES.update(
    {
        "all_answers_in_one_file": _unnamed("answers.md", ALL),
        "all_answers_in_the_readme": _unnamed("README.md", ALL),
        "all_answers_in_a_document": _unnamed("essay.docx", b"PK"),
        "one_answer_in_a_document": _unnamed("written/answer.docx", b"PK", beside=4),
        "one_answer_without_a_number": _unnamed("my essay.txt", b"Work will change.\n", beside=4),
    }
)


@case
def an_answers_file_under_another_name(course: Course) -> Case:
    """Its heading and the lines for the answer are the handout's."""
    files = {**course.solutions, "answer.md": course.answer.replace(b"# Q", b"# Q2. What fine-tuning adds")}
    return Case(files, answers=1, notes=("'answer.md' was read as 'written/q2_finetuning.md'",))


@case
def two_answers_files_for_one_question(course: Course) -> Case:
    answer = course.answer.replace(b"# Q", b"# Q2. What fine-tuning adds")
    files = {**course.solutions, "answer.md": answer, "answer2.md": answer + b"More.\n"}
    return Case(files, notes=("no question's number: 'answer.md', 'answer2.md'; copy each answer",))


@case
def a_readme_of_the_handout(course: Course) -> Case:
    return Case(
        {**course.solutions, "README.md": b"# The task\n\n| Q1. What it is | 4 |\n", "notes.md": b"To do\n"}
    )
