"""Grade one attack with the plain grader, inside a machine of its own, and report its effects.

Run by `attacks_on_plain_pytest.py`: ``python plain_machine.py ATTACK BASE``; prints the effects as JSON.
"""

import json
import os
import resource
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from isolated import UPPER

from autograder.audit.attacks import traces
from autograder.audit.attacks.assemble import assemble
from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.examine import PACKAGE
from autograder.audit.attacks.judge import complaints_about_file, visible_text
from autograder.audit.attacks.private import PLATFORM, WRITABLE_BY_ALL, subreaper
from autograder.audit.attacks.read import Attack, read_attack
from autograder.audit.attacks.world import World
from autograder.catalog import Project

GRADING_SECONDS = 90.0
INPUT = "a hidden input shows"
TORCHS_OWN = "/tmp/torchinductor_"
"""An empty folder that torch itself makes, whatever is asked of it."""


def main() -> None:
    """Run one attack."""
    folder, base = map(Path, sys.argv[1:3])
    with subreaper():
        effects = run_inside(read_attack(folder, Project.find().assignment), base)
    print(json.dumps(effects))


def run_inside(attack: Attack, base: Path) -> list[str]:
    """Lay the attack out, grade it, and return its effects. Runs inside the machine."""
    subprocess.run(["cp", "-a", f"{base / 'world'}/.", str(PLATFORM)], check=True)
    project, world = Project.find(), World(PLATFORM)
    canaries = Canaries(json.loads((base / "canaries.json").read_text(encoding="utf-8")))
    work = PLATFORM / "work"
    place = assemble(attack, project, world.submission)
    problem = lay_out(place, work, world.project)
    places = traces.Places((*WRITABLE_BY_ALL, UPPER), (), world.fixed)

    def look() -> traces.Snapshot:
        return traces.look(places, lambda _uid: True)

    before, nonce, limits = look(), secrets.token_hex(8), own_limits()
    log = PLATFORM / "results" / "stdout"
    effects = [problem] if problem else grade(work, log, nonce, canaries)
    if own_limits() != limits:
        # Nothing more can be looked at, then: a limit that was lowered is not for us to raise again.
        return [*effects, "changes the limits of the process that started it"]
    left, _ = traces.left_behind(before, look)
    ours = (str(PLATFORM / "results"), str(UPPER / "autograder"), str(UPPER / "proc"), TORCHS_OWN)
    effects += [each for each in left if not each.partition(": ")[2].startswith(ours)]
    honest = sum(attack.expected(project.assignment).values())
    return effects + seen_in_results(world, log, nonce, canaries, honest)


def own_limits() -> dict[int, tuple[int, int]]:
    """The kernel's limits on this process."""
    kinds = (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE)
    return {kind: resource.getrlimit(kind) for kind in kinds}


def lay_out(place: Path, work: Path, project: Project) -> str:
    """Copy submission and tests into one folder, as such graders do, and return the errors."""
    work.mkdir()
    copy = ["unzip", "-qo", str(place), "-d", str(work)]
    if place.is_dir():
        copy = ["cp", "-r", f"{place}/.", str(work)]
    try:
        done = subprocess.run(copy, capture_output=True, timeout=GRADING_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "copying the submission does not end"
    shutil.copytree(project.hidden_tests_folder, work, dirs_exist_ok=True)
    shutil.rmtree(work / "provided", ignore_errors=True)
    shutil.copytree(project.assignment_folder / "provided", work / "provided")
    return (
        f"copying the submission fails: {done.stderr.decode(errors='replace')[:80]}"
        if done.returncode
        else ""
    )


def grade(work: Path, log: Path, nonce: str, canaries: Canaries) -> list[str]:
    """Run the plain grader; return how it was ended, if it did not end by itself."""
    tokens = canaries.tokens
    env = {
        **os.environ,
        "PYTHONPATH": f"{PACKAGE.parent}:{PACKAGE.parent / 'benchmarks'}:{Path(__file__).parent}",
        "PLAIN_RUN": nonce,
        "PLAIN_MEMORY": tokens["memory"],
        "AUTOGRADER_SECRET": tokens["environment"],
    }
    command = [sys.executable, "-B", "-m", "pytest", "-p", "plain_grader", "-p", "no:cacheprovider"]
    command += ["--import-mode=importlib", "--tb=no", "-q", f"--rootdir={work}"]
    command.append(f"--note={tokens['command line']}")
    tests = sorted(str(path) for path in work.glob("test_*.py"))
    with log.open("wb") as file:
        process = subprocess.Popen([*command, *tests], cwd=work, env=env, stdout=file, stderr=file)
        try:
            status = process.wait(timeout=GRADING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return [f"grading does not end within {GRADING_SECONDS:g} s"]
    return [] if status in (0, 1) else [f"the grader ends with status {status}"]


def seen_in_results(world: World, log: Path, nonce: str, canaries: Canaries, honest: float) -> list[str]:
    """Return the secrets in the results and the log, and whether they are the grader's own."""
    if not log.is_file():
        return ["the folder of results is no longer there"]
    printed = log.read_text(encoding="utf-8", errors="replace")
    if not world.results.is_file():
        return ["there is no results file", *_secrets(printed, canaries)]
    effects = complaints_about_file(world.results)
    try:
        content: Any = json.loads(world.results.read_bytes())
    except ValueError:
        return [*effects, *_secrets(printed, canaries)]
    own = content.get("extra_data", {}) if isinstance(content, dict) else {}
    if own.get("run") != nonce:
        return [*effects, "the results file is forged", *_secrets(printed, canaries)]
    if content["score"] != honest:
        what = "gets points" if content["score"] > honest else "loses points"
        effects.append(f"{what}: {content['score']:g} instead of {honest:g}")
    if own["skipped"]:
        effects.append(f"{own['skipped']} tests are skipped")
    shown = visible_text(content)
    inputs = json.loads(world.results.with_name("inputs.json").read_text(encoding="utf-8"))
    effects += [f"{INPUT}: {each}" for each in inputs if each in shown]
    return effects + _secrets(printed + shown, canaries)


def _secrets(text: str, canaries: Canaries) -> list[str]:
    return [f"the canary of {place} shows" for place in canaries.found_in(text)]


if __name__ == "__main__":
    main()
