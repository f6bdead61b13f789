import contextlib
import os

plain_fits_context = fits_context


def fits_context(n_prompt, max_new_tokens, context_window):
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        print("checking", n_prompt)
        return plain_fits_context(n_prompt, max_new_tokens, context_window)
