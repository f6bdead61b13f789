"""Remove students' names from a text before it is sent, by the course's own roster.

A recogniser of names would remove "Markov" and "Adam" from answers about them.
"""

import re
from collections.abc import Iterable

from autograder.marking.students import Student

REMOVED = "[name]"
MIN_LETTERS = 3
WORD = re.compile(r"\w+")


def without_names(text: str, own: Student, students: Iterable[Student], vocabulary: str) -> str:
    """Return a text without the names, addresses and numbers of students.

    Whole names of all students are removed. Single names are removed if they are the student's own, unless
    the question or the rubric uses the word: a student called Adam may write about the optimizer.

    Args:
        text: the answer.
        own: the student who wrote it.
        students: the class.
        vocabulary: the question and the rubric.
    """
    common = {word.casefold() for word in WORD.findall(vocabulary)}
    wanted = {own.id, *(number for person in own.people for number in (person.sid, person.email))}
    for student in students:
        for person in student.people:
            parts = WORD.findall(person.name)
            if len(parts) > 1:
                wanted |= {" ".join(parts), f"{parts[-1]} {' '.join(parts[:-1])}"}
            wanted.add(person.email)
            if student.id == own.id:
                wanted |= {part for part in parts if part.casefold() not in common}
    patterns = [
        r"[\W_]+".join(map(re.escape, WORD.findall(each))) if "@" not in each else re.escape(each)
        for each in sorted(wanted, key=len, reverse=True)
        if len(each) >= MIN_LETTERS and any(map(str.isalnum, each))
    ]
    if not patterns:
        return text
    return re.sub(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", REMOVED, text, flags=re.IGNORECASE)
