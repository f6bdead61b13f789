"""Find the file of a written answer, by its path, its name, or a name that is nearly the same."""

import re

from autograder.messages import students
from autograder.submissions.decode import NotTextError, text_of
from autograder.submissions.listing import Listing
from autograder.submissions.lookup import Lookup
from autograder.submissions.names import alike, is_theirs, shown
from autograder.submissions.notes import Notes
from autograder.submissions.tree import Tree, UnreadableError
from autograder.submissions.written_answers import read_answer

MAX_ANSWER_BYTES = 200_000
MAX_CANDIDATES = 20
MAX_NAMED = 3
TEXT = re.compile(r"\.(?:md|markdown|mdown|txt|text)(?:[^0-9A-Za-z].*)?\Z", re.IGNORECASE)
Parts = tuple[str, ...]


def find_answer(tree: Tree, listing: Listing, folder: Parts, name: str, notes: Notes) -> Parts | None:
    """Return the path of a requested answer in the whole submission; None if there is none.

    Its own place comes first, then its name in the chosen folder, because files that are uploaded
    individually lose their folder. If nothing is written there, the one other file that is named like it and
    holds words is used.

    Args:
        tree: the whole submission.
        listing: its files.
        folder: the chosen folder.
        name: the answer's path, such as `written/q1_heat.md`.
        notes: told of what was used, and of what was not.
    """
    lookup = Lookup(tree)
    asked = [(*folder, *name.split("/")), (*folder, name.rpartition("/")[2])]
    own = next(filter(None, (lookup.resolve(each, notes) for each in asked)), None)
    if own and _n_words(tree, own):
        return own
    stem = alike(name.rpartition("/")[2].removesuffix(".md"))
    number = re.match(r"[^\W\d_]+\d+(?=_)", stem)
    pattern = re.compile(rf"(?<![^\W_]){number[0]}(?!\d)" if number else re.escape(stem))

    def rank(parts: Parts) -> tuple[bool, int]:
        base = alike(parts[-1])
        distance = 0 if base == f"{stem}.md" else 1 if stem in base else 2
        return not listing.is_theirs(parts), distance

    named = [
        parts
        for parts in listing.files
        if parts != own
        and is_theirs(parts[-1])
        and (stem in alike(parts[-1]) or pattern.search(alike(parts[-1])))
    ]
    texts = sorted((parts for parts in named if TEXT.search(parts[-1])), key=rank)[:MAX_CANDIDATES]
    read = {parts: _words_of(tree, parts) for parts in texts}
    found = {parts: content for parts, content in read.items() if content}
    best = [parts for parts in found if rank(parts) == rank(next(iter(found)))]
    if len({found[parts] for parts in best}) > 1:
        notes.say(students.files.ambiguous(shown(name), [shown(parts) for parts in best[:MAX_NAMED]]))
    elif best:
        say = students.files.found_in if rank(best[0])[1] == 0 else students.answers.read_as
        notes.say(say(shown(name), shown(best[0])))
        return best[0]
    else:
        others = [*named, *(parts for parts in notes.left if pattern.search(alike(parts[-1])))]
        documents = [
            shown(parts)
            for parts in others
            if read.get(parts, "") is None or (not TEXT.search(parts[-1]) and ".py" not in parts[-1])
        ]
        if documents:
            notes.say(students.answers.in_document(shown(name), documents[:MAX_NAMED]))
    return own or next((parts for parts in texts if rank(parts)[1] == 0), None)


def _n_words(tree: Tree, parts: Parts) -> int:
    try:
        return read_answer(text_of(tree.read(parts, MAX_ANSWER_BYTES, cut=True))).words
    except NotTextError:
        return 0
    except UnreadableError:
        return 1  # whoever reads it says why it cannot be read


def _words_of(tree: Tree, parts: Parts) -> str | None:
    """Return the answer in a file, with its spaces made equal; "" if there is none, None if it is no text."""
    try:
        found = read_answer(text_of(tree.read(parts, MAX_ANSWER_BYTES, cut=True)))
    except NotTextError:
        return None
    except UnreadableError:
        return ""
    return " ".join(found.answer.split()) if found.started else ""
