"""Text that every Python has: the manual's topics and the docstrings of the standard library."""

import importlib
import inspect
import random
import re
import warnings
from dataclasses import dataclass

HELD_OUT = 0.1
# Modules that do nothing when they are imported, and that exist on all systems.
MODULES = tuple(
    """
    abc argparse ast asyncio base64 bisect bz2 calendar cmath codecs collections compileall
    concurrent.futures configparser contextlib copy csv ctypes dataclasses datetime decimal difflib
    dis doctest email.message enum filecmp fnmatch fractions ftplib functools gettext glob gzip
    hashlib heapq hmac html http.client http.cookies imaplib inspect io ipaddress itertools json
    keyword linecache locale logging lzma mailbox math mimetypes multiprocessing numbers operator
    optparse os pathlib pdb pickle pickletools platform plistlib poplib pprint profile pstats queue
    random re sched secrets selectors shelve shlex shutil smtplib socket socketserver sqlite3 ssl
    statistics string struct subprocess symtable sysconfig tarfile tempfile textwrap threading
    timeit tokenize trace traceback tracemalloc turtledemo types typing unittest unittest.mock
    urllib.parse urllib.request uuid warnings wave weakref xml.dom.minidom xml.etree.ElementTree
    xmlrpc.client zipapp zipfile zipimport zlib
    """.split()  # noqa: SIM905 - a hundred quoted names are harder to read
)
MAX_QUESTION, MIN_ANSWER, MAX_ANSWER = 32, 12, 56
FIRST_SENTENCE = re.compile(r"(.+?[.!?])(\s|$)")


@dataclass(frozen=True)
class Split:
    """Documents to train on, and others to test on."""

    train: list[str]
    held_out: list[str]


def topics(seed: int) -> Split:
    """Return the topics of Python's manual, without repeated paragraphs, split at random.

    A fifth of the raw text is repeated. With it, the test would hold text that was trained on.
    """
    from pydoc_data.topics import topics as raw

    seen: set[str] = set()
    documents = []
    for name in sorted(raw):
        own = []
        for paragraph in raw[name].split("\n\n"):
            if paragraph.strip() not in seen:
                seen.add(paragraph.strip())
                own.append(paragraph)
        document = "\n\n".join(own).strip()
        if document:
            documents.append(document + "\n")
    random.Random(seed).shuffle(documents)
    limit = HELD_OUT * sum(map(len, documents))
    held_out: list[str] = []
    train: list[str] = []
    for document in documents:
        is_short = len(document) <= 2 * limit
        takes = is_short and sum(map(len, held_out)) + len(document) <= 1.2 * limit
        (held_out if takes else train).append(document)
    return Split(train, held_out)


def questions(seed: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return questions and answers from docstrings, to train on and held out; no answer appears in both."""
    pairs: dict[str, str] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old modules and names say so when they are touched
        for module_name in MODULES:
            for name, answer in _answers(module_name):
                if len(name) <= MAX_QUESTION:
                    pairs.setdefault(answer, name)  # the first name with this answer
    all_pairs = sorted((f"What is {name}?", answer) for answer, name in pairs.items())
    random.Random(seed).shuffle(all_pairs)
    n_held_out = len(all_pairs) // 10
    return all_pairs[n_held_out:], all_pairs[:n_held_out]


def _answers(module_name: str) -> list[tuple[str, str]]:
    """Return the public names of a module and its classes, each with the first sentence of its docstring."""
    try:
        module = importlib.import_module(module_name)
    except ImportError:
        return []  # a Python that was built without it
    found = []
    for name, thing in vars(module).items():
        if name.startswith("_") or not _is_of(thing, module_name):
            continue
        found.append((f"{module_name}.{name}", thing))
        if inspect.isclass(thing):
            found += [
                (f"{name}.{inner}", each) for inner, each in vars(thing).items() if not inner.startswith("_")
            ]
    answers = []
    for name, thing in found:
        text = thing.__doc__ if isinstance(getattr(thing, "__doc__", None), str) else ""
        paragraph = " ".join((text or "").strip().split("\n\n")[0].split())
        sentence = FIRST_SENTENCE.match(paragraph)
        if sentence and MIN_ANSWER <= len(sentence[1].encode()) <= MAX_ANSWER and callable(thing):
            answers.append((name, sentence[1]))
    return answers


def _is_of(thing: object, module_name: str) -> bool:
    """Return whether a module defines a name itself, and has not imported it from elsewhere."""
    home = getattr(thing, "__module__", None)
    return isinstance(home, str) and home.startswith(module_name.partition(".")[0])
