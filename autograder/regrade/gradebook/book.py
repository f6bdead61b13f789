"""Make one grade of 100 of a student's code and written answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.errors import AutograderError
from autograder.messages import instructors
from autograder.regrade.gradebook.people import Student, Students, refuse
from autograder.regrade.gradebook.read import Adjustment, Attempt, Kind
from autograder.regrade.result import State

FULL = 100.0
DIGITS = 2


class Which(StrEnum):
    """Which of a student's attempts counts."""

    ACTIVE = "active"
    """The one that the export holds; two are an error."""
    LAST = "last"
    BEST = "best"


class Policy(StrEnum):
    """What counts after a regrade."""

    NEW = "new"
    MAX = "max"
    """The better of the old and the new score, so that nobody loses points by it."""


@dataclass(frozen=True)
class Line:
    """One student's grade."""

    student: Student
    code: float | None
    written: float | None
    grade: float | None
    """Of 100; None if it is not known, or the student is excused."""
    is_excused: bool = False
    remark: str = ""


@dataclass(frozen=True)
class Book:
    """The data and policies that make a gradebook."""

    attempts: Sequence[Attempt]
    code_points: float
    written_points: float
    written: Mapping[str, tuple[Student, float]] | None = None
    """None if written answers do not count."""
    old_attempts: Sequence[Attempt] = ()
    exceptions: Sequence[Adjustment] = ()
    which: Which = Which.ACTIVE
    policy: Policy = Policy.NEW

    def lines(self) -> list[Line]:
        """Return one line for each student.

        Raises:
            AutograderError: an id is unmatched, or a student has two attempts but only one can count.
        """
        students = Students()
        for attempt in (*self.attempts, *self.old_attempts):
            for student in attempt.students:
                students.add(student)
        code, old = self._scores(self.attempts, students), self._scores(self.old_attempts, students)
        written = self._written(students)
        excused, late = self._exceptions(students)
        if written is not None:
            absent = [each.label for each in students.all() if each not in written and each not in excused]
            refuse(instructors.WITHOUT_WRITTEN, absent)
        return [
            self._line(
                student,
                self._code(code.get(student), old.get(student)),
                None if written is None else written.get(student, 0.0),
                late.get(student),
                is_excused=student in excused,
            )
            for student in students.all()
        ]

    def _line(
        self,
        student: Student,
        code: Attempt | None,
        written: float | None,
        late: Adjustment | None,
        *,
        is_excused: bool,
    ) -> Line:
        score = code.score if code else None
        if is_excused:
            return Line(student, score, written, None, is_excused=True, remark=str(Kind.EXCUSED))
        if score is None:
            return Line(
                student, None, written, None, remark=str(code.state) if code else instructors.NOT_THERE
            )
        full = self.code_points + (0 if self.written is None else self.written_points)
        grade = FULL * (score + (written or 0.0)) / full
        remark = ""
        if late:
            grade = max(0.0, grade * (1 - late.share) - late.points)
            remark = instructors.late_by(late.share, late.points)
        return Line(student, score, written, round(grade, DIGITS), remark=remark)

    def _code(self, new: Attempt | None, old: Attempt | None) -> Attempt | None:
        if self.policy is Policy.NEW or old is None or old.score is None:
            return new
        if new is None or new.score is None:
            return new  # a missing score is not a low one: staff have to look
        return max(new, old, key=lambda each: each.score or 0.0)

    def _scores(self, attempts: Sequence[Attempt], students: Students) -> dict[Student, Attempt]:
        """Return the attempt that counts for each student."""
        by_student: dict[Student, list[Attempt]] = {}
        for attempt in attempts:
            for each in attempt.students:
                student = students.find(*each.ids)
                assert student is not None
                by_student.setdefault(student, []).append(attempt)
        return {student: self._chosen(student, found) for student, found in by_student.items()}

    def _chosen(self, student: Student, found: Sequence[Attempt]) -> Attempt:
        if len(found) == 1:
            return found[0]
        keys: dict[Which, Callable[[Attempt], tuple[object, ...]]] = {
            Which.LAST: lambda each: (each.time,),
            Which.BEST: lambda each: (each.score is not None, each.score or 0.0, each.time),
        }
        if self.which is Which.ACTIVE or (self.which is Which.LAST and not all(each.time for each in found)):
            raise AutograderError(instructors.two_attempts(student.label, [each.name for each in found]))
        if self.which is Which.BEST and any(each.state is State.ERROR for each in found):
            return next(each for each in found if each.state is State.ERROR)  # it could be the best
        return max(found, key=keys[self.which])

    def _written(self, students: Students) -> dict[Student, float] | None:
        if self.written is None:
            return None
        found: dict[Student, float] = {}
        unmatched = []
        by_name = {attempt.name: attempt.students for attempt in self.attempts}
        for student, points in self.written.values():
            if points > self.written_points:
                raise AutograderError(instructors.too_many_points(student.label, points, self.written_points))
            known = students.find(*student.ids)
            group = by_name.get(student.sid, ()) if known is None else (known,)
            if not group:
                unmatched.append(student.label)
            for each in group:
                member = students.find(*each.ids)
                assert member is not None
                if member in found:
                    raise AutograderError(instructors.stands_twice(member.label))
                found[member] = points
        refuse(instructors.WITHOUT_CODE, unmatched)
        return found

    def _exceptions(self, students: Students) -> tuple[set[Student], dict[Student, Adjustment]]:
        refuse(instructors.EXCEPTED, [each.id for each in self.exceptions if students.find(each.id) is None])
        excused: set[Student] = set()
        late: dict[Student, Adjustment] = {}
        for each in self.exceptions:
            student = students.find(each.id)
            assert student is not None
            if each.kind is Kind.EXCUSED:
                excused.add(student)
            elif student in late:
                raise AutograderError(instructors.stands_twice(student.label))
            else:
                late[student] = each
        return excused, late
