"""A review to try: the course's samples as a class, and two other graders who have finished."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from autograder.catalog import Project
from autograder.marking.answers import Answer, Answers
from autograder.marking.class_answers import ClassAnswers
from autograder.marking.students import Person, Student
from autograder.review.allocation import Plan, assign
from autograder.review.folder import Folder, add_grader
from autograder.review.importing import import_answers
from autograder.review.marking import Content, save
from autograder.review.models import Allocation, Grader, Kind, State
from autograder.review.models import Answer as Stored
from autograder.review.rubric_versions import rubric_of
from autograder.rubrics import read_rubrics
from autograder.rubrics.samples import Sample, read_samples
from autograder.submissions.written_answers import count_words

YOU, OTHERS = "you", ("other", "third")
DOUBLE = 6


@dataclass(frozen=True)
class Demo:
    """The folder, and the token of the grader to try it as."""

    folder: Folder
    token: str


def make_demo(path: Path, project: Project) -> Demo:
    """Make a review of the samples.

    The others have marked by the samples' labels; one of them differs on a criterion, to be settled.
    """
    folder = Folder.create(path, None)
    database = folder.database()
    with database.write(alone=True) as session:
        token = add_grader(session, YOU, lead=True, renew=True) or ""
        for name in OTHERS:
            add_grader(session, name)
    samples = {each.question: read_samples(project, each) for each in read_rubrics(project)}
    import_answers(database, folder.roster(), project, _class(project, samples), actor=YOU)
    double = dict.fromkeys(samples, DOUBLE)
    labels = {each.answer: each.decisions for of in samples.values() for each in of}
    with database.write(alone=True) as session:
        assign(session, session.scalars(select(Grader)).all(), Plan(double, repeats=0, calibration=3))
        theirs = select(Allocation).join(Stored).join(Grader).where(Grader.name.in_(OTHERS))
        for each in session.scalars(theirs.where(Stored.kind == Kind.STUDENT)):
            verdicts = dict(labels[each.answer.text])
            if each.grader.name == OTHERS[-1]:
                criterion = rubric_of(each.marking.rubric).criteria[0]
                verdicts[criterion.id] = next(
                    verdict for verdict in criterion.worth if verdict != verdicts[criterion.id]
                )
            content = Content(verdicts=verdicts, state=State.CONFIRMED)
            save(session, each.grader_id, each.id, content, version=each.marking.version, save_id="")
    database.close()
    return Demo(folder, token)


def _class(project: Project, samples: dict[str, tuple[Sample, ...]]) -> ClassAnswers:
    """Return students who each hand in one sample for each question."""
    count = max((len(each) for each in samples.values()), default=0)
    students, found = [], {}
    for number in range(count):
        name = f"student-{number + 1:02}"
        answers = []
        for question in project.assignment.written:
            of_question = samples.get(question.number, ())
            if number < len(of_question):
                text = of_question[number].answer
                answers.append(Answer(question, text, count_words(text), file=question.path))
        students.append(Student(name, (Person(f"Student {number + 1}"),)))
        found[name] = Answers(name, tuple(answers))
    return ClassAnswers(tuple(students), found)
