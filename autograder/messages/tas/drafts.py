"""Words about a run of drafts, its server and its evaluation."""

from collections.abc import Sequence

DRAFT_NOT_ASKED = "it was not asked yet"
DRAFT_CUT = "the reply was cut off; raise --max-tokens"
TIME_SPENT = "the time of --minutes is over"
KEY_VARIABLES = "AUTOGRADER_API_KEY or OPENAI_API_KEY"
NOT_A_MARK = "A draft is never a mark: the columns for decisions are yours."
GATE_UNKNOWN = "gate cannot be judged"
GATE_MET = "gate met"
GATE_MISSED = "gate not met"


def draft_needs(modules: Sequence[str]) -> str:
    """`draft` lacks its library."""
    return f"rubric draft needs {', '.join(modules)}"


def store_in_use(path: object, reason: object) -> str:
    """Another run holds the file."""
    return f"{path} is in use by another run, or cannot be written: {reason}"


def store_broken(path: object, reason: object) -> str:
    """The file is not a store."""
    return f"{path} cannot be read: {reason}; move it away to begin anew"


def server_refuses_key(url: str, status: int) -> str:
    """A wrong key."""
    return f"{url} refuses the key ({status}); it is read from {KEY_VARIABLES}"


def server_knows_no_model(url: str, model: str) -> str:
    """A wrong model or address."""
    return f"{url} does not know the model {model!r}, or the address is wrong (it usually ends in /v1)"


def server_overloaded(url: str, status: int) -> str:
    """A server that keeps failing."""
    return f"{url} answered {status} again and again; the same command goes on later"


def server_silent(url: str) -> str:
    """A server that is gone."""
    return f"{url} does not answer; all replies so far are stored, and the same command goes on"


def server_refused(reason: str) -> str:
    """A request that a server refuses, such as a prompt that is too long."""
    return f"the server refused the request: {reason}"


def budget_spent(spent: int, budget: int) -> str:
    """The token budget of all runs."""
    return f"{spent:,} tokens are spent, and the next request could exceed the budget of {budget:,}"


def draft_estimate(requests: int, known: int, tokens: int, spent: int) -> str:
    """What a run would send."""
    return (
        f"{requests} requests of about {tokens:,} tokens in all would be sent; {known} replies are stored, "
        f"{spent:,} tokens were spent before"
    )


def draft_summary(stored: int, known: int, left: int, seconds: float, spent: int) -> str:
    """How a run ended."""
    came = f"{stored} replies stored in {seconds:.0f} s, {known} known before, {left} left"
    return f"{came}; {spent:,} tokens spent"


def draft_states(whole: int, part: int, none: int) -> str:
    """How many replies gave a draft."""
    return f"{whole} drafts, {part} with criteria without a draft, {none} answers without any"


BASE_URL_NEEDED = "name the server with --base-url, such as http://127.0.0.1:8080/v1"
TWO_SHEETS = "--sheet is given twice: for two people who marked the same answers independently"
INJECTIONS_HEADING = "Answers that try to move a grader, by points:"
INJECTIONS_HEADER = ("sample", "trick", "labelled", "drafted", "moved")


def evaluation_title(stamp: str, model: str) -> str:
    """The heading of an evaluation."""
    return f"{model} and the labels, {stamp}"


def evaluation_failures(drafts: int, failed: int, quotes: int, unverified: int) -> str:
    """How many replies and quotes cannot be used."""
    share = f" ({unverified / quotes:.0%})" if quotes else ""
    lines = [f"{failed} of {drafts} replies hold no draft."]
    return " ".join([*lines, f"{unverified} of {quotes} quotes{share} are not in the answer."])


def gate(words: str, answers: int, difference: tuple[float, float] | None) -> str:
    """Whether a model agrees with people about as well as they do with each other."""
    asked = "κ(model, person) - κ(person, person), lower bound at least -0.10 on 100 doubly marked answers"
    found = f"{words[0].upper()}{words[1:]}: {answers} doubly marked answers with drafts"
    if difference is not None:
        found += f", {difference[0]:+.2f} to {difference[1]:+.2f}"
    return f"{found}. It asks for {asked}."


def evaluation_cost(replies: int, prompt_tokens: int, reply_tokens: int, seconds: float) -> str:
    """What the replies cost."""
    return (
        f"{replies} replies: {prompt_tokens:,} tokens of prompts, {reply_tokens:,} of replies, "
        f"{seconds:,.0f} s of the server's time."
    )
