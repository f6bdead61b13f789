"""The baseline: the same hidden tests in one process, with torch, without any isolation.

    python benchmarks/plain_pytest.py SUBMISSION KEY

Run by `single_submission.py`.
"""

import sys
from pathlib import Path

from in_process import InProcess

from autograder.catalog import Project
from autograder.grading.collect import collect
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.key import Key


def main() -> None:
    """Run the hidden tests on the reference. All must pass, or the baseline did less work."""
    submission, key_file = map(Path, sys.argv[1:3])
    project = Project.find()
    sys.path[:0] = [str(submission), str(project.assignment_folder)]
    key = Key.from_bytes(key_file.read_bytes())
    student = Student(InProcess(project))
    tests = collect(project.hidden_tests_folder, project.assignment)
    verdicts = run_hidden_tests(tests, student, Replayer(key), key.seed)
    passed = sum(verdict.passed for verdict in verdicts.values())
    if passed != len(verdicts):
        raise SystemExit(f"only {passed} of {len(verdicts)} passed: is this the reference?")


if __name__ == "__main__":
    main()
