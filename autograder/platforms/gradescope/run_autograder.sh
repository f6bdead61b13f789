#!/usr/bin/env bash
# Runs once for each submission. Whatever happens after its first lines, there is a valid results file.
base=${AUTOGRADER_BASE:-/autograder}
mkdir -p "$base/results"
# In one step: a file that is opened and not yet written to would be a zero.
printf '%s\n' '{"output": "Grading did not finish. This is not your fault: please tell the course staff.", "tests": [{"name": "Grading", "output": "Grading did not finish. This is not your fault: please tell the course staff."}], "extra_data": {"state": "incomplete", "reason": "the grader did not start"}}' >"$base/results/.results.json"
mv "$base/results/.results.json" "$base/results/results.json"
cd /
exec "${AUTOGRADER_PYTHON:-$base/source/.venv/bin/python}" -I -B "$base/source/autograder/platforms/gradescope/container.py" "$base"
