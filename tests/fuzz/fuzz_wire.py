"""Send the grader what a hostile worker might: frames that are nearly right, made from a seed.

    python tests/fuzz/fuzz_wire.py [--frames 500000] [--seed 1] [--processes 2]
    python tests/fuzz/fuzz_wire.py --replay fuzz_failed.frame

Each frame must end as a value that our own writer would have sent in the same form, or as a ProtocolError. It
must stay within the kernel's limits of memory and CPU for its piece. Every decoded value must be compared,
described and signed in little text. One stream in ten is also played over a socket to the grader's side of a
worker. Stops with exit status 1 at the first stream for which that does not hold, and keeps it for
`--replay`.
"""

import argparse
import json
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from wire_fuzz.check import Violation, values_of
from wire_fuzz.giants import NAMES, giant
from wire_fuzz.piece import EVERY, MEMORY, Report, limit_this_process, replay, run_piece

from autograder.sandbox.frames import ProtocolError

PIECE = 10_000


def main() -> int:
    """Run the pieces, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--frames", type=int, default=500_000, help="streams of one or two frames")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--failed", type=Path, default=Path("fuzz_failed.frame"))
    parser.add_argument("--replay", type=Path, help="look at a stream that was kept, and do nothing else")
    parser.add_argument("--piece-from", type=int, help="used by this script itself: a piece, in this process")
    given = parser.parse_args()
    if given.replay:
        print(*replay(given.replay), sep="\n")
        return 0
    if given.piece_from is not None:
        return one_piece(given)
    began, report = time.monotonic(), Report()
    with ThreadPoolExecutor(given.processes) as pool:
        for each in pool.map(lambda first: run(given, first), range(0, given.frames, PIECE)):
            if isinstance(each, str):
                print(each, file=sys.stderr)
                pool.shutdown(cancel_futures=True)
                return 1
            report.add(each)
    print_report(report, time.monotonic() - began)
    print_peaks()
    return 0


def one_piece(given: argparse.Namespace) -> int:
    """Print the report of one piece as JSON."""
    limit_this_process(given.frames)
    try:
        report = run_piece(given.seed, given.piece_from, given.frames, given.failed)
    except Violation as violation:
        print(violation, file=sys.stderr)
        return 1
    print(json.dumps(vars(report)))
    return 0


def run(given: argparse.Namespace, first: int) -> Report | str:
    """Run one piece in a process of its own; return its report, or what went wrong."""
    count = min(PIECE, given.frames - first)
    words = ["--frames", count, "--seed", given.seed, "--failed", given.failed, "--piece-from", first]
    command = [sys.executable, __file__, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        said = json.loads(done.stdout)
        return Report(**{**said, "found": Counter(said["found"]), "outcomes": Counter(said["outcomes"])})
    why = done.stderr.strip()[-2000:] or f"the process ended with {done.returncode}"
    return f"seed {given.seed}, streams {first} to {first + count - 1}: {why}"


def print_report(report: Report, seconds: float) -> None:
    """Print the outcome of all pieces."""
    print(f"{report.streams} streams of {sum(report.found.values())} frames; no violation")
    print(f"{seconds:.0f} s, {report.cpu_seconds:.0f} s of CPU, all checks included")
    for what, count in report.found.most_common():
        print(f"{count:9} {what}")
    print(f"one stream in {EVERY} played as the answers to two calls, which ended so:")
    for what, count in report.outcomes.most_common():
        print(f"{count:9} {what}")
    print(f"slowest stream: {report.slowest:.2f} s of CPU with all checks ({report.slowest_made})")
    print(f"most memory of a piece, with all checks: {report.peak_mib:.0f} MiB; allowed: {MEMORY >> 20} MiB")


def print_peaks() -> None:
    """Print the cost of decoding the largest frames: CPU seconds, and the peak of allocated memory."""
    peaks, times = {}, {}
    for name in NAMES:
        data = giant(name, Random(name))
        began = time.process_time()
        decode(data)
        times[name] = time.process_time() - began
        tracemalloc.start()
        decode(data)
        peaks[name] = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
    print(f"{len(NAMES)} kinds of frames of the largest size, decoded and not looked at further:")
    for name in sorted(NAMES, key=lambda each: -peaks[each])[:3]:
        print(f"{peaks[name]:9.0f} MiB at the peak, beside the frame itself: {name}")
    for name in sorted(NAMES, key=lambda each: -times[each])[:3]:
        print(f"{times[name]:9.2f} s of CPU: {name}")


def decode(data: bytes) -> None:
    """Read a stream, to its end or to a refusal."""
    try:
        for _ in values_of(data):
            pass
    except ProtocolError:
        return


if __name__ == "__main__":
    sys.exit(main())
