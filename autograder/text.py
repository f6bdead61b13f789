"""Text that is safe to print. Layer 0: imports nothing of ours."""


def printable(text: str) -> str:
    """Return text in which nothing can move a cursor, end a line, or change the direction of writing.

    >>> printable("a\\x1b[31m\\n"), printable("é✓")
    ('a\\\\x1b[31m\\\\n', 'é✓')
    """
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
