"""Take a module that is missing, or an untouched stub, from the one other file that holds it."""

from collections.abc import Mapping, Sequence

from autograder.messages import students
from autograder.submissions.lookup import Lookup
from autograder.submissions.names import alike, shown
from autograder.submissions.notes import Notes
from autograder.submissions.spread import functions_by_file, put_together
from autograder.submissions.survey import Parts, Source, Survey

MAX_NAMED = 3
MAX_FILES = 6


def choose(
    folder: Parts,
    modules: Sequence[str],
    functions: Mapping[str, Sequence[str]],
    known: Survey,
    lookup: Lookup,
    notes: Notes,
    made: dict[str, str],
) -> dict[str, Parts]:
    """Return the files to use in place of modules that `folder` does not hold, by the modules' names.

    A file counts as a candidate if one of the module's functions is more than a stub in it.

    Args:
        folder: the chosen folder.
        modules: names of the requested Python files.
        functions: names of the functions by module.
        known: all files of the submission.
        lookup: looks in the submission.
        notes: told of what was used, and of what was not.
        made: gets the source of modules that are put together from several files.
    """
    taken: dict[str, Parts] = {}
    for name in modules:
        module = name.removesuffix(".py")
        own = lookup.resolve((*folder, name))
        source = known.sources.get(own) if own else None
        if own and source is None:
            continue  # not read, so it counts as it is
        asked = frozenset(functions.get(module, ()))
        found = [
            each
            for each in known.sources.values()
            if each.finished & asked and not each.is_export and each.parts != own
        ]
        if source and source.finished & asked:
            _note_others(name, asked, source, found, known, notes)
            continue
        if source and not source.defined & asked and any(_is_imported(each, source) for each in found):
            continue  # `from helper import *`: the functions come from there
        if not found:
            continue

        def order(each: Source, module: str = module, asked: frozenset[str] = asked) -> tuple[int, ...]:
            is_hidden, distance = _rank(each, module, known)
            return is_hidden, distance > 0, -len(each.finished & asked), distance

        ranked = sorted(found, key=order)
        best = [each for each in ranked if order(each) == order(ranked[0])]
        held = best[0].finished & asked
        is_spread = _rank(best[0], module, known)[1] > 0 and any(
            each.finished & asked - held for each in found if known.listing.is_theirs(each.parts)
        )
        if is_spread:
            own_files = [each for each in found if known.listing.is_theirs(each.parts)]
            files = functions_by_file(asked, own_files)
            named = {shown(parts): held for parts, held in list(files.items())[:MAX_FILES]}
            together = put_together(module, folder, files)
            say_spread = (
                students.modules.functions_spread if together is None else students.modules.put_together
            )
            notes.say(say_spread(shown(name), named, len(files) - len(named)))
            if together is not None:
                made[name] = together
                lacking = asked.difference(*files.values())
                if lacking:
                    notes.say(students.modules.functions_missing(shown(name), sorted(lacking)[:MAX_FILES]))
                continue
        if len({each.digest for each in best}) > 1:
            candidates = [shown(each.parts) for each in best[:MAX_NAMED]]
            say = students.files.ambiguous_stub if source else students.files.ambiguous
            if not is_spread:
                notes.say(say(shown(name), candidates))
            continue
        taken[name] = best[0].parts
        say_used = students.files.used_for_stub if source else students.files.used_as
        if source or alike(best[0].parts[-1]) != alike(name):
            notes.say(say_used(shown(best[0].parts), shown(name)))
        else:
            notes.say(students.files.found_in(shown(name), shown(best[0].parts)))
        if not is_spread:
            _note_others(name, asked, best[0], [each for each in found if each not in best], known, notes)
    return taken


def _is_imported(helper: Source, by: Source) -> bool:
    return by.is_dynamic and not by.imports.isdisjoint(
        (*helper.parts[:-1], helper.parts[-1].partition(".")[0])
    )


def _rank(source: Source, module: str, known: Survey) -> tuple[bool, int]:
    """Return how far a file is from the requested one: in a hidden folder or not, then by its name."""
    name = alike(source.parts[-1])
    distance = 0 if name == alike(f"{module}.py") else 1 if alike(module) in name else 2
    return not known.listing.is_theirs(source.parts), distance


def _note_others(
    name: str, asked: frozenset[str], used: Source, found: Sequence[Source], known: Survey, notes: Notes
) -> None:
    """Note other versions of a module that were not used."""
    module = name.removesuffix(".py")
    others = [
        each
        for each in found
        if each.digest != used.digest
        and (_rank(each, module, known) <= (False, 1) or each.finished & asked > used.finished & asked)
    ]
    if others:
        names = [shown(each.parts) for each in others]
        notes.say(students.files.other_versions(shown(used.parts), names[:MAX_NAMED], len(names[MAX_NAMED:])))
