"""Another assignment, which `tests/test_mini_assignment.py` takes through every command: no tests of ours."""

collect_ignore_glob = ["*"]
