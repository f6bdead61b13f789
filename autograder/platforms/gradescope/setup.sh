#!/usr/bin/env bash
# Runs once, when Gradescope builds the image. The image's own python3 belongs to Gradescope's harness: it
# makes one small environment, for uv, and is otherwise left alone.
#
# AUTOGRADER_PIP_ARGS replaces where packages come from, for a mirror or a test; by default torch comes
# from PyTorch's own CPU index (no CUDA packages), the rest from PyPI.
set -euo pipefail
cd "$(dirname "$0")"
umask 022

uv_version=0.13.9
if ! python3 -m venv .uv; then
    apt-get update
    apt-get install -y --no-install-recommends python3-venv
    python3 -m venv .uv
fi
.uv/bin/python -m pip install --quiet "uv==$uv_version"

# Not below root's home: a worker that has given up its rights must be able to read its interpreter.
export UV_PYTHON_INSTALL_DIR="$PWD/.python"
export UV_LINK_MODE=copy
# Nothing is kept beside the environments: the image stays small.
export UV_NO_CACHE=1
.uv/bin/uv venv --quiet --clear --python 3.11 .venv
# shellcheck disable=SC2086 # several arguments are meant
.uv/bin/uv pip install --quiet --python .venv/bin/python --compile-bytecode \
    ${AUTOGRADER_PIP_ARGS:---torch-backend=cpu} -r requirements.txt
.venv/bin/python -c 'import jaxtyping, numpy, pytest, torch'
# Compiled once here: the grader itself never writes byte code.
.venv/bin/python -m compileall -q autograder assignment
