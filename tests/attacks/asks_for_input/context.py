import sys

try:
    debug = input("Debug? ") == "y"
except EOFError:
    debug = False

plain_fits_context = fits_context


def fits_context(n_prompt, max_new_tokens, context_window):
    try:
        limit = int(input("Your window: ") or context_window)
    except (EOFError, ValueError):
        limit = context_window
    sys.stdin.read()
    return plain_fits_context(n_prompt, max_new_tokens, limit)
