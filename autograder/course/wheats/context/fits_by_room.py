"""The answer against the room that the prompt leaves."""


def fits_context(n_prompt, max_new_tokens, context_window):
    room = context_window - n_prompt
    return not max_new_tokens > room
