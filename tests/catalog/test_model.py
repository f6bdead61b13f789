"""Points and paths are derived from the catalog."""

from autograder.catalog import Assignment, Module, Part, Project, Question, WrittenQuestion


def make_question(number: str, function: str, *points: float) -> Question:
    parts = tuple(Part(f"{number}.p{place}", f"p{place}", worth) for place, worth in enumerate(points))
    return Question(number, function, "sharding", parts, ())


def test_points_add_up_from_part_to_assignment(project: Project) -> None:
    first, second = make_question("3b.1", "min_nodes", 1, 0.5), make_question("3b.2", "shard_numel", 2)
    module = Module("3b", "sharding", "Sharding", 3, "ask", (first, second))
    essay = WrittenQuestion("Q5", "q5_society", "Society", "An essay", 10, (600, 900), 3, "none")
    limits, sandbox = project.assignment.limits, project.assignment.sandbox
    assignment = Assignment("T", "t", "1", "C", "hint", "visible", limits, sandbox, (module,), (essay,))
    assert (first.points, module.points) == (1.5, 3.5)
    assert (assignment.code_points, assignment.written_points) == (3.5, 10)
    assert assignment.questions == (first, second)
    assert [each.path for each in assignment.pieces] == ["sharding.py", "written/q5_society.md"]
