"""Tables of forms: all calls of some terms, by their recognition keys. `forms.py` learns the forms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from form_inputs import Inputs, from_plain, plain
from forms import Form, form_of
from templates import Sample

from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback


@dataclass(frozen=True)
class Answers:
    """The forms of a call's answer, and of the calls that it makes."""

    value: Form
    n_calls: Form
    calls: tuple[Form | None, ...] = ()

    def outcome(self, given: Any) -> Outcome:
        """Return the answer to a call, or raise an error if a form does not fit it."""
        args, kwargs = given
        tree = plain(given)
        model = next((each for each in (*args, *kwargs.values()) if isinstance(each, Callback)), None)
        replies: list[Any] = []
        calls = []
        for i in range(self.n_calls(Inputs([tree, replies]))):
            form = self.calls[i]
            if form is None or model is None:
                raise LookupError("more calls than were seen")
            calls.append(tuple(form(Inputs([tree, replies]))))
            replies.append(plain(model.function(*calls[-1])))
        return Outcome(End.VALUE, from_plain(self.value(Inputs([tree, replies]))), calls=tuple(calls))


def answers_of(samples: Sequence[Sample]) -> Answers | Outcome | None:
    """Return the forms that explain some calls, the error that all of them raise, or None."""
    outcomes = [each.outcome for each in samples]
    if len({(each.end, each.error and each.error.classes) for each in outcomes}) > 1:
        return None
    if outcomes[0].end is not End.VALUE:
        return outcomes[0]
    if any(each.gradients is not None for each in outcomes):
        return None
    trees = [plain(each.given) for each in samples]
    replies = [[plain(reply) for reply in each.replies] for each in samples]
    calls = [[plain(call) for call in each.calls] for each in outcomes]
    n_calls = form_of([Inputs([tree, []]) for tree in trees], [len(each) for each in calls])
    if n_calls is None:
        return None
    forms: list[Form | None] = []
    for i in range(max(map(len, calls))):
        seen = [j for j, each in enumerate(calls) if len(each) > i]
        inputs = [Inputs([trees[j], replies[j][:i]]) for j in seen]
        forms.append(form_of(inputs, [calls[j][i] for j in seen]) if len(seen) > 1 else None)
    inputs = [Inputs([tree, own]) for tree, own in zip(trees, replies, strict=True)]
    value = form_of(inputs, [plain(each.value) for each in outcomes])
    return value and Answers(value, n_calls, tuple(forms))


class FormTable:
    """All forms of some terms' calls: by number and names, by number, and by names and lengths."""

    def __init__(self, samples: Sequence[Sequence[Sample]]) -> None:
        self._groups: dict[Any, list[Sample]] = {}
        self._learned: dict[Any, Answers | Outcome | None] = {}
        for each in (each for term in samples for each in term):
            for key in self._keys(each.function, each.number, each.given, each.wrt):
                self._groups.setdefault(key, []).append(each)

    @staticmethod
    def _keys(function: str, number: int, given: Any, wrt: tuple[int, ...]) -> Iterator[Any]:
        inputs = Inputs([plain(given), []])
        texts = {path: text for path, text in inputs.texts.items() if path[-1] != "content"}
        names = tuple(sorted(map(str, (texts | inputs.names).items())))
        lengths = tuple(value for path, value in inputs.scalars.items() if path[-1] == "length")
        yield function, number, names, lengths, wrt
        yield function, number, names, wrt
        yield function, number, wrt
        yield function, names, lengths, wrt
        yield function, names, wrt

    def outcome(self, function: str, number: int, given: Any, wrt: tuple[int, ...]) -> Outcome:
        """Return the table's answer to a call."""
        for key in self._keys(function, number, given, wrt):
            if len(self._groups.get(key, ())) < 2:
                continue
            if key not in self._learned:
                self._learned[key] = answers_of(self._groups[key])
            match self._learned[key]:
                case Outcome() as outcome:
                    return outcome
                case Answers() as answers:
                    try:
                        return answers.outcome(given)
                    except (LookupError, ValueError, ArithmeticError, TypeError):
                        continue
        return Outcome(End.VALUE, None)
