"""From a notebook's statements to module files: each function with the statements that it needs, no others.

A function gets a file of its own, and the module's file loads it when the function is asked for. So a
constant that fails or never ends costs the functions that use it, and no other of the module. Modules are
namespaces of their own: a name means what the cells of the function's own module say, then what others say.
"""

import ast
import builtins
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.submissions.notebook.bindings import Binding
from autograder.submissions.notebook.lexer import Line
from autograder.submissions.notebook.parse import Broken
from autograder.submissions.notebook.statements import FUTURE, Statement

END = float("inf")
MAX_EXPORTS = 200
"""Helpers of one module that others import."""
BUILTIN_NAMES = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
NOWHERE = Line("", 0, 0)
PREAMBLE = FUTURE.rstrip("\n")


@dataclass
class Slice:
    """The source of one name, with the place of each line in the notebook."""

    lines: list[Line] = field(default_factory=list)


@dataclass
class ModuleSlices:
    """What a notebook holds of one module."""

    finished: list[str]
    """Its functions that are more than a stub, in the catalog's order."""
    defined: list[str]
    slices: dict[str, Slice]
    """By name: its functions, and helpers that other modules import."""
    from_spare: list[str] = field(default_factory=list)
    """Functions that were read from cells that are not code."""


class Slicer:
    """Finds what functions need among all statements of a notebook.

    Args:
        statements: in document order.
        broken: source that is not Python.
        functions: names of the functions by module.
        excluded: modules whose own files are used.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        broken: Sequence[Broken],
        functions: Mapping[str, Sequence[str]],
        excluded: Sequence[str] = (),
    ) -> None:
        self._functions = functions
        self._modules = [module for module in functions if module not in excluded]
        self._module_of = {name: module for module, names in functions.items() for name in names}
        self.broken = {each.name: each for each in broken if each.name}
        self._binders: dict[str, list[Statement]] = defaultdict(list)
        self._stars = [each for each in statements if each.is_star]
        # Functions that are called for their effects, by the names that they change.
        effects = {
            each.node.name: each.effects
            for each in statements
            if isinstance(each.node, ast.FunctionDef | ast.ClassDef) and each.effects
        }
        for position, each in enumerate(statements):
            each.position = position
            if each.never_runs or each.is_star:
                continue
            for name in each.bindings:
                self._binders[name].append(each)
                if name in self._module_of and isinstance(each.node, ast.FunctionDef) and each.error:
                    self.broken[name] = Broken(name, each.lines, each.error_line, each.error)
            for function in each.called & effects.keys():
                for name in effects[function].keys() - each.bindings.keys():
                    each.bindings[name] = effects[function][name]
                    self._binders[name].append(each)
        self._exports: dict[str, dict[str, None]] = {module: {} for module in self._modules}
        self._sliced: dict[str, dict[str, Slice]] = {module: {} for module in self._modules}

    def run(self) -> dict[str, ModuleSlices]:
        """Return the slices of each module that is not excluded."""
        found = {}
        for module in self._modules:
            names = self._functions[module]
            whole = {name: self._definers(name, module) for name in names}
            finished = self.finished(module)
            from_spare = [n for n in finished if all(each.is_spare for each in whole[n])]
            defined = [n for n in names if whole[n] or n in self.broken]
            found[module] = ModuleSlices(finished, defined, self._sliced[module], from_spare)
            for name in defined:
                self._sliced[module][name] = self._slice(name, module)
        left = True
        while left:
            left = False
            for module, asked in self._exports.items():
                for name in [name for name in asked if name not in self._sliced[module]]:
                    self._sliced[module][name] = self._slice(name, module)
                    left = True
        return found

    def finished(self, module: str) -> list[str]:
        """Return the functions of a module that are more than a stub, in the catalog's order."""
        names = self._functions[module]
        return [n for n in names if any(not each.is_stub for each in self._definers(n, module))]

    def _definers(self, name: str, module: str) -> list[Statement]:
        """Return the statements that define `name` for a module: its own ones if there are any.

        An untouched stub counts only if nothing else does, and so does what was read from Markdown.
        """
        found = [each for each in self._binders.get(name, ()) if self._defines(each, name, module)]
        found = [each for each in found if each.owner in (module, "")]
        found = [each for each in found if not each.is_stub] or found
        if self._module_of.get(name) == module:
            found = [each for each in found if each.makes_function(name)] or found
        return [each for each in found if not each.is_spare] or found

    def _defines(self, each: Statement, name: str, module: str) -> bool:
        if each.bindings.get(name) is Binding.CHANGES or each.error:
            return False
        # The module's own file is what is being made: importing from it defines nothing.
        return not (each.is_import and each.imported_from[0] == module)

    def _reaching(
        self, name: str, module: str, before: float, definers: Sequence[Statement]
    ) -> list[Statement]:
        """Return the statements that make `name` what it is just before a position, the last one first."""
        kept = set(map(id, definers))
        changing = {
            id(each)
            for each in self._binders.get(name, ())
            if each.bindings[name] is Binding.CHANGES
            and each.owner in (module, "", definers[0].owner)
            and not each.error
        }
        found = []
        for each in reversed(self._binders.get(name, ())):
            if each.position >= before or (id(each) not in kept and id(each) not in changing):
                continue
            found.append(each)
            if each.bindings[name] is Binding.WHOLE:
                break
        if not any(id(each) in kept for each in found) and before != END:
            return self._reaching(name, module, END, definers)
        return found

    def _slice(self, target: str, module: str) -> Slice:
        definers = self._definers(target, module)
        broken = self.broken.get(target)
        if broken and not any(not each.is_stub for each in definers):
            return Slice(_raises_syntax_error(target, broken))
        return _Closure(self, target, module).slice()

    def resolve(self, name: str, module: str, before: float) -> tuple[list[Statement], str]:
        """Return the statements that give `name` to a module's code, or the other module that has it."""
        definers = self._definers(name, module)
        home = self._module_of.get(name, module)
        if home != module:
            definers = [each for each in definers if each.owner == module]
        if definers:
            return self._reaching(name, module, before, definers), ""
        if home != module:
            return [], home
        elsewhere = [each for each in self._binders.get(name, ()) if self._defines(each, name, module)]
        elsewhere = [each for each in elsewhere if not each.is_spare] or elsewhere
        if not elsewhere:
            return [], ""
        imports = [each for each in elsewhere if each.is_import]
        if imports:
            return imports[-1:] if imports[-1].bindings[name] is Binding.WHOLE else imports, ""
        last = elsewhere[-1]
        if last.owner in self._exports and name.isascii() and len(self._exports[last.owner]) < MAX_EXPORTS:
            return [], last.owner
        same = [each for each in elsewhere if each.owner == last.owner]
        return self._reaching(name, module, before, same), ""

    def exports(self, module: str, name: str) -> None:
        """Note that code imports `name` from a module."""
        if (
            module in self._exports
            and name.isidentifier()
            and name.isascii()
            and self._definers(name, module)
        ):
            self._exports[module][name] = None

    def exports_all(self, module: str) -> None:
        """Note that code imports a whole module, and may use any of its names."""
        for name, binders in list(self._binders.items()):
            own = [each for each in binders if each.owner == module and not each.is_import]
            if any(not each.is_spare for each in own) and len(self._exports[module]) < MAX_EXPORTS:
                self.exports(module, name)

    def stars(self, module: str) -> list[Statement]:
        """Return the imports of all names of some module that a module's code may rely on."""
        own = [each for each in self._stars if each.owner in (module, "")]
        return [each for each in own or self._stars if each.imported_from[0] != module]

    def is_module(self, name: str) -> bool:
        """Return whether a module is made of the notebook."""
        return name in self._exports


class _Closure:
    """All statements that one name transitively needs, in an order in which they can run."""

    def __init__(self, slicer: Slicer, target: str, module: str) -> None:
        self._slicer, self._target, self._module = slicer, target, module
        self._included: dict[int, Statement] = {}
        self._first: dict[int, set[int]] = defaultdict(set)
        """Statements that must run before another one, by `id`."""
        self._from_others: dict[tuple[str, str], Statement] = {}
        self._seen: set[tuple[int, float]] = set()
        self._lacks_names = False

    def slice(self) -> Slice:
        left: list[tuple[str, float]] = [(self._target, END)]
        seen = set(left)
        while left:
            name, before = left.pop()
            for each in self._providers(name, before):
                for need in self._include(each, before):
                    if need not in seen:
                        seen.add(need)
                        left.append(need)
        if self._lacks_names:
            for star in self._slicer.stars(self._module):
                self._included.setdefault(id(star), star)
                self._note_imports(star)
        lines = [replace(NOWHERE, text=PREAMBLE)]
        for each in self._ordered():
            lines += each.lines
        return Slice(lines)

    def _providers(self, name: str, before: float) -> list[Statement]:
        statements, other = self._slicer.resolve(name, self._module, before)
        if other:
            self._slicer.exports(other, name)
            return [self._import(other, name)]
        if not statements and name not in BUILTIN_NAMES:
            self._lacks_names = True
        return statements

    def _import(self, module: str, name: str) -> Statement:
        if (module, name) not in self._from_others:
            text = f"from {module} import {name}"
            # At the end, unless something needs it at once: two modules may need each other.
            made = Statement(ast.parse(text).body[0], (replace(NOWHERE, text=text),), END)
            self._from_others[module, name] = made
        return self._from_others[module, name]

    def _include(self, each: Statement, before: float) -> list[tuple[str, float]]:
        """Include a statement; return the names that it needs, each with the position before which."""
        now, later = each.needs
        if id(each) not in self._included:
            self._included[id(each)] = each
            self._note_imports(each)
            if now:
                self._require_first(each, now)
        # A function that was called at a position needs what was there; in the end, what is there then.
        needs = [(name, each.position if each.position != END else END) for name in now | each.called]
        return needs + [(name, before) for name in later]

    def _require_first(self, each: Statement, names: set[str]) -> None:
        """Note what must have run before a statement, with all that functions among it need."""
        left = [(name, each.position) for name in names | each.called]
        seen = set(left)
        while left:
            name, before = left.pop()
            for provider in self._providers(name, before):
                if provider is each:
                    continue
                self._first[id(each)].add(id(provider))
                if provider.position == END:
                    provider.position = each.position - 0.5
                now, later = provider.needs
                for need in [(needed, before) for needed in now | later]:
                    if need not in seen:
                        seen.add(need)
                        left.append(need)

    def _note_imports(self, each: Statement) -> None:
        """Note the names that an included statement imports from other modules of the notebook."""
        for node in ast.walk(each.node):
            if isinstance(node, ast.ImportFrom) and node.module and self._slicer.is_module(node.module):
                for alias in node.names:
                    if alias.name != "*":
                        self._slicer.exports(node.module, alias.name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if self._slicer.is_module(alias.name):
                        self._slicer.exports_all(alias.name)

    def _ordered(self) -> list[Statement]:
        """Return the statements in document order, but each after what it needs first."""
        left = sorted(self._included.values(), key=lambda each: each.position)
        done: set[int] = set()
        ordered = []
        while left:
            ready = next(
                (each for each in left if self._first[id(each)] & self._included.keys() <= done), left[0]
            )
            left.remove(ready)
            done.add(id(ready))
            ordered.append(ready)
        return ordered


def _raises_syntax_error(name: str, broken: Broken) -> list[Line]:
    """Return a function that raises: it says where the student's own source is not Python."""
    return [
        replace(NOWHERE, text=f"def {name}(*args, **kwargs):"),
        replace(broken.at, text=f"    raise SyntaxError({broken.reason!r})"),
    ]
