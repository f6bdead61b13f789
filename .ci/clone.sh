# Sourced by .ci/run and .ci/nightly: enters a clone of HEAD that is removed at the end.
# What is not committed is not checked, and the contributor's .venv is left alone.
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # workers run as other users
git clone --quiet "$source_folder" "$work/checkout"
cd "$work/checkout"
export AUTOGRADER_REQUIRE_ROOT=1 # a test that needs root fails here instead of being skipped
began=$SECONDS

# Print a title, run a command, print how long it took.
step() {
    local title=$1 start=$SECONDS
    shift
    echo "== $title"
    "$@"
    echo "   $((SECONDS - start)) s"
}

# Print the last line of what a command says; all of it if the command fails.
last_line() {
    local log
    log=$(mktemp -p "$work")
    "$@" >"$log" 2>&1 || { cat "$log"; return 1; }
    tail -n 1 "$log"
}

# Print the command that follows a label in README.md, which is the one place for these commands.
readme_command() {
    awk -v label="<!-- $1 -->" '$0 == label { found = 1; next } found && !/^```/ { print; exit }' README.md
}
