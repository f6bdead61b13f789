"""Mutants: small slips in the solutions, made by mutmut, each graded as a submission against the true key.

A mutant that keeps all its points is a slip that no hidden input shows. Add an input that does, or list
the mutant in `equivalent_mutants.toml` with the reason why no input could.
"""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rich.console import Console

from autograder.answer_key.runs import Track, grade_source, lost_parts, questions_changed_by, untracked
from autograder.answer_key.variants import names_defined_by
from autograder.catalog import Project, Question
from autograder.grading.key import Key
from autograder.grading.start import start_zygote
from autograder.release.stubs import find_blocks

CALL_CPU_SECONDS = 1.0
"""Less than a submission has: mutants that never end are many, and the solutions take milliseconds."""

Explanations = dict[tuple[str, str, str], str]


@dataclass(frozen=True)
class Mutant:
    """A module of solutions with one slip in it."""

    module: str
    function: str
    """The definition at the top level that holds the slip: a function, or a constant."""
    source: str
    diff: str
    line: str
    """What the slip made of its line, or ``without …`` if it removed lines only."""

    @property
    def place(self) -> tuple[str, str, str]:
        """Its key in the list of equivalent mutants."""
        return self.module, self.function, self.line


def find_mutants(module: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module's code between the solution markers, in order, each once.

    Docstrings, annotations and the contents of a `raise` are left alone: no hidden test reads them.
    """
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider
    from mutmut.mutation.mutators import mutation_operators

    lines = {line for block in find_blocks(source) for line in range(block.first, block.last)}
    owners = _owners(source)
    wrapper = MetadataWrapper(cst.parse_module(source))
    positions = wrapper.resolve(PositionProvider)
    unread = cst.Annotation | cst.Raise

    def nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        docstring = isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString)
        if not docstring and not isinstance(node, unread):
            yield node
            for child in node.children:
                yield from nodes(child)

    def mutated(statement: cst.CSTNode) -> Iterator[tuple[int, cst.CSTNode]]:
        for node in nodes(statement):
            if node in positions and positions[node].start.line in lines:
                for kind, operator in mutation_operators:
                    for changed in operator(node) if isinstance(node, kind) else ():
                        yield positions[node].start.line, statement.deep_replace(node, changed)

    # Statement by statement: to copy and print the whole module for each mutant would take most of the time.
    texts = [wrapper.module.code_for_node(statement) for statement in wrapper.module.body]
    head, tail = source.split("".join(texts))
    for i, statement in enumerate(wrapper.module.body):
        seen = {ast.dump(ast.parse(texts[i]))}
        for line, mutant in mutated(statement):
            text = wrapper.module.code_for_node(mutant)
            try:
                meaning = ast.dump(ast.parse(text))
            except SyntaxError:
                continue
            if meaning not in seen:
                seen.add(meaning)
                whole = "".join([head, *texts[:i], text, *texts[i + 1 :], tail])
                yield Mutant(module, owners[line], whole, *_difference(source, whole))


def _owners(source: str) -> dict[int, str]:
    """Return the name of the definition at the top level that each line belongs to."""
    owners = {}
    for node in ast.parse(source).body:
        name = next(names_defined_by(node), "")
        owners.update(dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), name))
    return owners


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the lines that differ, as a diff, and their new text."""
    old, new = before.split("\n"), after.split("\n")
    for end in (0, -1):
        while old and new and old[end] == new[end]:
            del old[end], new[end]
    diff = "\n".join([*(f"-{line}" for line in old), *(f"+{line}" for line in new)])
    became = " ".join(line.strip() for line in new)
    return diff, became or "without " + " ".join(line.strip() for line in old)


def questions_of(mutant: Mutant, project: Project) -> set[Question]:
    """Return the question that a mutant changes; for a helper or a constant, the questions that use it."""
    own = {question for question in project.assignment.questions if question.function == mutant.function}
    return own or questions_changed_by(mutant.module, {mutant.function}, project)


def survivors_among(
    mutants: Iterable[Mutant], project: Project, key: Key, track: Track = untracked
) -> tuple[Counter[str], list[Mutant]]:
    """Grade mutants: return how many there were of each module, and those that lost no point.

    Raises:
        GraderError: grading failed by a fault of ours.
    """
    mutants, counts, survivors = list(mutants), Counter[str](), []
    limits = replace(project.assignment.limits, call_cpu_seconds=CALL_CPU_SECONDS)
    with start_zygote(project) as zygote:
        for mutant in track(mutants, "mutants"):
            questions = questions_of(mutant, project)
            graded = grade_source(
                project, key, mutant.module, mutant.source, questions, zygote, limits=limits
            )
            counts[mutant.module] += 1
            if not lost_parts(graded.verdicts.values()):
                survivors.append(mutant)
    return counts, survivors


def read_explanations(project: Project) -> Explanations:
    """Return the reasons why some mutants are equivalent to the solutions."""
    path = project.equivalent_mutants_file
    content = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        (module, function, line): reason
        for module, functions in content.items()
        for function, reasons in functions.items()
        for line, reason in reasons.items()
    }


def print_mutants(project: Project, key: Key, console: Console, track: Track = untracked) -> int:
    """Grade every mutant of every module and print the report; return 1 if anything is wrong, else 0.

    A survivor without an explanation is wrong, and so is an explanation without a survivor.
    """
    modules = [module.name for module in project.assignment.modules]
    texts = {name: (project.solutions_folder / f"{name}.py").read_text(encoding="utf-8") for name in modules}
    mutants = [mutant for name, text in texts.items() for mutant in find_mutants(name, text)]
    lines, complaints = report(*survivors_among(mutants, project, key, track), read_explanations(project))
    for line in [*(f"! {complaint}" for complaint in complaints), *lines]:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    return 1 if complaints else 0


def report(
    counts: Counter[str], survivors: list[Mutant], explanations: Explanations
) -> tuple[list[str], list[str]]:
    """Return the score of each module and of all, and a complaint for each survivor without explanation."""
    explained = Counter(mutant.module for mutant in survivors if mutant.place in explanations)
    alive = Counter(mutant.module for mutant in survivors)
    lines = [
        f"{module}: {count} mutants, {count - alive[module]} killed, {explained[module]} equivalent, "
        f"{alive[module] - explained[module]} survive"
        for module, count in counts.items()
    ]
    total, equivalent = counts.total(), explained.total()
    lines.append(
        f"{total} mutants, {total - len(survivors)} killed of {total - equivalent} that are not equivalent"
    )
    complaints = [
        f"a mutant of {mutant.module}.{mutant.function} survives:\n{mutant.diff}"
        for mutant in survivors
        if mutant.place not in explanations
    ]
    stale = explanations.keys() - {mutant.place for mutant in survivors}
    complaints += [
        f"equivalent_mutants.toml explains no survivor: {' / '.join(place)}" for place in sorted(stale)
    ]
    return lines, complaints
