"""The allowed state after a kill: a valid results file, without a score or with the right one."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from autograder.audit.attacks.judge import results_schema
from killing.watched_run import WatchedRun

DIED = "the process ended"


class Undisturbed:
    """The results of the same submission when nobody kills anything.

    Args:
        file: holds them.
        score: what they must say.
    """

    def __init__(self, file: Path, score: float) -> None:
        results = json.loads(file.read_text(encoding="utf-8"))
        if results.get("score") != score:
            raise SystemExit(f"undisturbed, the submission did not get {score} points: {results}")
        self.tests: list[dict[str, Any]] = results["tests"]
        self.score = score


def judge(
    run: WatchedRun, submission: Path, victim: str, moment: str, expected: Undisturbed
) -> tuple[str, list[str], int]:
    """Judge a kill.

    Returns:
        The outcome in a few words, the violations, and the number of temporary folders that were left.
    """
    problems = []
    left = sorted(run.temporary.iterdir())
    known = {path.name for path in submission.rglob("*.py")}
    for folder in left:
        if victim != "grader":
            problems.append(f"the grader lived and left {folder}")
        files = [path for path in folder.rglob("*") if path.is_file() and "provided" not in path.parts]
        foreign = [path for path in files if path.name not in known]
        problems += [f"left {path}, which the student did not write" for path in foreign]
    try:
        text = run.results_file.read_text(encoding="utf-8")
    except FileNotFoundError:
        if moment == "shell" and victim == "grader":
            return "killed before the shell's first line", problems, len(left)
        return "no results file", ["there is no results file", *problems], len(left)
    try:
        results = json.loads(text)
        _validator().validate(results)
    except (ValueError, jsonschema.ValidationError) as error:
        return "not valid", [f"no valid results file: {error}: {text[:200]!r}", *problems], len(left)
    outcome, wrong = _judge_results(results, victim, expected)
    if wrong:
        log = (run.results_folder / "stdout").read_text(encoding="utf-8", errors="replace")
        problems += [*wrong, f"stdout: {log[-500:]}"]
    return outcome, problems, len(left)


def _judge_results(results: dict[str, Any], victim: str, expected: Undisturbed) -> tuple[str, list[str]]:
    state = results.get("extra_data", {}).get("state")
    scored = [test["name"] for test in results.get("tests", []) if "score" in test]
    if state == "incomplete":
        said = f"incomplete, yet scored: {results.get('score')} {scored}"
        return "incomplete, no score", [said] if "score" in results or scored else []
    if state != "complete" or "score" not in results:
        return str(state), [f"neither incomplete nor complete: {json.dumps(results)[:500]}"]
    if results["tests"] == expected.tests and results["score"] == expected.score:
        return "complete, right", []
    pairs = list(zip(results["tests"], expected.tests, strict=False))
    lost = [(now, then) for now, then in pairs if now != then]
    questions = {then["number"] for _, then in lost}
    wrong = []
    if victim != "worker":
        wrong.append(f"a wrong grade of {results['score']}: {lost[:3]}")
    if len(results["tests"]) != len(expected.tests) or len(questions) != 1:
        wrong.append(f"more than one question suffered: {sorted(questions)}")
    if not any(DIED in now["output"] for now, _ in lost):
        wrong.append(f"nothing says that the process ended: {lost[:3]}")
    points = sum(then.get("score", 0) - now.get("score", 0) for now, then in lost)
    if any(now["status"] != "failed" for now, _ in lost) or results["score"] != expected.score - points:
        wrong.append(f"a sum that is not that of the parts: {results['score']}, {lost[:3]}")
    return f"complete, one question {'lost' if points else 'failed without loss'}", wrong


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(results_schema())
