"""Kill `rubric draft` at random moments, against llama.cpp's own server, and count what is stored.

    python tools/quality/draft_kills.py [--answers 500] [--kills 50] [--longest 12] [--seed 1]

A class of made-up answers is imported, drafted, killed and drafted again until all is done. Ends with 1 if a
reply was lost, stored twice, or asked for again although it was stored. Needs the extra `dev`.
"""

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ROOT = CHECKOUT / "tests" / "mini_assignment"
SERVER = CHECKOUT / "tests" / "support" / "llama_server.py"
KEY, CONTEXT = "secret", 8_192
TEXT = """temperature divides the logits before softmax so low values make one token likely and high ones make
all alike it changes no weights"""
RUBRIC = [sys.executable, "-c", "from autograder.cli import main; main()", "rubric"]


def write_class(folder: Path, n_answers: int, rng: random.Random) -> None:
    """Write a file for each student, no two alike."""
    folder.mkdir()
    for number in range(n_answers):
        text = " ".join(rng.choice(TEXT.split()) for _ in range(rng.randint(20, 60)))
        (folder / f"s{number:04}.md").write_text(f"Q1\n{text} {number}.", encoding="utf-8")


def stored(marking: Path) -> int:
    """Return how many replies are stored."""
    file = marking / "drafts.sqlite"
    return number(file, "select count(*) from replies") if file.exists() else 0


def number(file: Path, query: str) -> int:
    """Return the one number that a query gives."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as database:
        try:
            return int(database.execute(query).fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # killed before its tables were made


def draft(command: list[str], seconds: float | None) -> int | None:
    """Draft until the end or until `seconds` are over; None if it was killed."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
    print(errors[-400:], file=sys.stderr)
    return process.returncode


def main() -> int:
    """Run it, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--answers", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--longest", type=float, default=12, help="seconds until a kill, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, began = random.Random(options.seed), time.monotonic()
    os.environ["AUTOGRADER_API_KEY"] = KEY
    with tempfile.TemporaryDirectory(prefix="drafts-") as temporary:
        students, marking = Path(temporary) / "class", Path(temporary) / "marking"
        write_class(students, options.answers, rng)
        root = ["--root", str(ROOT)]
        subprocess.run([*RUBRIC, "import", str(students), "--out", str(marking), *root], check=True)
        with subprocess.Popen(
            [sys.executable, str(SERVER), temporary, KEY, str(CONTEXT)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as server:  # fmt: skip
            assert server.stdin is not None
            assert server.stdout is not None
            url = f"{server.stdout.readline().strip()}/v1"
            command = [*RUBRIC, "draft", str(marking), "--question", "Q1", "--model", "random"]
            command += ["--base-url", url, "--max-tokens", "600", *root]
            n_kills = n_lost = before = 0
            status: int | None = None
            while status is None:
                is_last = n_kills >= options.kills
                status = draft(command, None if is_last else rng.uniform(2, options.longest))
                n_kills += status is None
                now = stored(marking)
                n_lost += now < before
                before = now
            server.stdin.close()
        file = marking / "drafts.sqlite"
        n_distinct = number(file, "select count(distinct key) from replies")
        again = "select count(*) from asked a join replies r on a.key = r.key where a.at > r.at"
        n_again, n_asked = number(file, again), number(file, "select count(*) from asked")
    print(
        f"{options.answers} answers, {n_kills} kills, {before} replies stored, {n_distinct} distinct, "
        f"{n_lost} times fewer after a kill, {n_asked} asked, {n_again} asked again though stored; "
        f"{time.monotonic() - began:.0f} s"
    )
    is_whole = before == n_distinct == options.answers and status == 0
    return 0 if is_whole and not n_lost and not n_again else 1


if __name__ == "__main__":
    sys.exit(main())
