"""Kinds of notebooks that students hand in, each with its expected grade.

Public reports of most of them: nbgrader #1083 and #1331 (copied ids), #424 (lost metadata), #1682 (deleted cells),
#1941 (broken files, cells turned into Markdown); otter-grader #433, #630, #722, #901; colabtools #93, #581, #5288;
nbconvert #1731 (widgets); jupyter/help #67 (conflict markers); Submitty #11736 (several notebooks).
The assignment has one module, `student`, with `double` (3 points) and `halve` (1.5 points).
"""

import base64
import json
import pickle
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from notebook_builder import answer_cells, as_bytes, code, markdown, notebook, raw

Cell = dict[str, Any]
FULL, NONE, DOUBLE, HALVE = (3.0, 1.5), (0.0, 0.0), (3.0, 0.0), (0.0, 1.5)
REFUSED = None
MIB = 2**20

GIVEN = "# student.py: given\nimport math\n\nFACTOR = int(math.sqrt(4))"
TEXT_HELPER = "def _no_text(x):\n    if isinstance(x, str):\n        raise TypeError('a text')"
DOUBLE_CODE = "# student.py\ndef double(x):\n    '''Twice; café.'''\n    _no_text(x)\n    return FACTOR * x"
HALVE_CODE = "# student.py\ndef halve(x):\n    return x // FACTOR"
DOUBLE_STUB = "# student.py\ndef double(x):\n    '''Twice.'''\n    raise NotImplementedError('Part 1.1: double')"
HALVE_STUB = "# student.py\ndef halve(x):\n    raise NotImplementedError('Part 1.2: halve')"
SECTION = "# Part 1. Two functions\n\n<!-- MODULE student -->"
ANSWER = "My answer has café."
MODULE_FILE = "\n\n".join([GIVEN, TEXT_HELPER, DOUBLE_CODE, HALVE_CODE]) + "\n"
STUB_FILE = "\n\n".join([GIVEN, DOUBLE_STUB, HALVE_STUB]) + "\n"
SCRATCH = [
    "for step in range(10**9):\n    loss = double(step)\n    losses.append(loss)",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot(losses); plt.show()",
    "name = input('who? ')",
    "!pip install everything",
    "double?",
    "await asyncio.sleep(1)",
    "double = double(2)",
]


@dataclass(frozen=True)
class Kind:
    """One kind: the files that are handed in, and what comes of them."""

    files: dict[str, bytes]
    points: tuple[float, float] | None = FULL
    form: str = "folder"
    """`folder`, `zip` or `file`."""
    notes: tuple[str, ...] = ()
    """A piece of each note, in order."""
    answer: bool = True
    """Whether the answer to Q1 is read."""


KINDS: dict[str, Callable[[], Kind]] = {}


def kind(make: Callable[[], Kind]) -> Callable[[], Kind]:
    KINDS[make.__name__] = make
    return make


def cells(double: str = DOUBLE_CODE, halve: str = HALVE_CODE) -> list[Cell]:
    return [
        markdown("# The title"), code("# Setup: run this cell first.\nBLOB = '" + "A" * 5000 + "'\nexec(BLOB)"),
        markdown(SECTION), code(GIVEN),
        markdown("## 1.1 double"), code(TEXT_HELPER), code(double), code('grader.check("1.1")'),
        markdown("## 1.2 halve"), code(halve), code('grader.check("1.2")'),
        *answer_cells("q1_pretraining", "Q1", "What pretraining is", ANSWER),
        code("grader.check_all()"),
    ]  # fmt: skip


def of(made: list[Cell] | dict[str, Any] | bytes, name: str = "work.ipynb") -> dict[str, bytes]:
    if isinstance(made, list):
        made = notebook(made)
    return {name: as_bytes(made) if isinstance(made, dict) else made}


def text_of(made: list[Cell] | None = None) -> str:
    return as_bytes(notebook(made or cells())).decode()


def source(cell: Cell) -> str:
    return "".join(cell["source"])


# Formats


@kind
def format_4_5() -> Kind:
    return Kind(of(cells()))


@kind
def by_itself() -> Kind:
    return Kind(of(cells()), form="file")


@kind
def in_a_zip() -> Kind:
    return Kind(of(cells(), "Homework/Ada's work (1).IPYNB"), form="zip")


@kind
def format_4_0() -> Kind:
    return Kind(of(notebook(cells(), minor=0)))


def _format_3(version: int) -> dict[str, Any]:
    made = []
    for cell in cells():
        if cell["cell_type"] == "code":
            made.append({"cell_type": "code", "collapsed": False, "input": cell["source"], "language": "python", "outputs": [], "prompt_number": 1})  # fmt: skip
        else:
            made.append({"cell_type": "markdown", "source": cell["source"]})
    made.insert(0, {"cell_type": "heading", "level": 1, "source": "Old"})
    sheets = [{"cells": made[:5], "metadata": {}}, {"cells": made[5:], "metadata": {}}]
    return {"metadata": {"name": ""}, "nbformat": version, "nbformat_minor": 0, "worksheets": sheets}


@kind
def format_3() -> Kind:
    return Kind(of(_format_3(3)))


@kind
def format_2() -> Kind:
    return Kind(of(_format_3(2)))


@kind
def format_1() -> Kind:
    made = [{"cell_type": "code", "code": source(c), "prompt_number": 1} if c["cell_type"] == "code" else {"cell_type": "text", "text": source(c)} for c in cells()]  # fmt: skip
    return Kind(of({"nbformat": 1, "cells": made}))


@kind
def sources_as_strings() -> Kind:
    return Kind(of([{**cell, "source": source(cell)} for cell in cells()]))


@kind
def lines_without_breaks() -> Kind:
    return Kind(of([{**cell, "source": source(cell).split("\n")} for cell in cells()]))


# Tools


@kind
def colab() -> Kind:
    made = [{"cell_type": c["cell_type"], "source": c["source"], "metadata": {"id": f"x{n}", "outputId": "y", "cellView": "form"}, **({"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}]} if c["cell_type"] == "code" else {})} for n, c in enumerate(cells())]  # fmt: skip
    whole = {"nbformat": 4, "nbformat_minor": 0, "metadata": {"colab": {"provenance": [], "toc_visible": True}, "kernelspec": {"name": "python3"}, "accelerator": "GPU"}, "cells": made}  # fmt: skip
    return Kind(of(json.dumps(whole).encode()))


@kind
def vs_code() -> Kind:
    made = [{**cell, "metadata": {"vscode": {"languageId": "python"}, "notebookRunGroups": {"groupValue": "1"}}} for cell in cells()]  # fmt: skip
    return Kind(of(made))


@kind
def kaggle() -> Kind:
    made = [{"cell_type": c["cell_type"], "source": source(c), "metadata": {"trusted": True, "_uuid": "8f2839f25d086af736a60e9eeb907d3b93b6e0e5", "execution": {"iopub.status.busy": "2026-01-01"}}} for c in cells()]  # fmt: skip
    whole = {"metadata": {"kernelspec": {"language": "python"}, "papermill": {"duration": 1.5}}, "nbformat_minor": 4, "nbformat": 4, "cells": made}  # fmt: skip
    return Kind(of(json.dumps(whole, separators=(",", ":")).encode()))


@kind
def deepnote() -> Kind:
    made = [{**c, "metadata": {"tags": [], "cell_id": f"00000-{n}", "deepnote_cell_type": c["cell_type"], "deepnote_to_be_reexecuted": False}} for n, c in enumerate(cells())]  # fmt: skip
    made.append({"cell_type": "markdown", "source": "<a href='https://deepnote.com?utm_source=created-in-deepnote-cell'>Created in</a>", "metadata": {"created_in_deepnote_cell": True}})  # fmt: skip
    return Kind(of(made))


@kind
def nbgrader() -> Kind:
    return Kind(of([{**cell, "metadata": {"nbgrader": {"grade": True, "grade_id": "same", "locked": True, "solution": True}}} for cell in cells()]))  # fmt: skip


@kind
def without_metadata() -> Kind:
    made = [{"cell_type": cell["cell_type"], "source": cell["source"]} for cell in cells()]
    return Kind(of({"cells": made}))


@kind
def with_widgets() -> Kind:
    state = {"application/vnd.jupyter.widget-state+json": {f"{n}": {"model_name": "IntProgressModel", "state": {"value": n}} for n in range(500)}}  # fmt: skip
    view = {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}}  # fmt: skip
    made = [{**cell, "outputs": [view]} if "outputs" in cell else cell for cell in cells()]
    whole = notebook([*made, code("import ipywidgets as w\nslider = w.IntSlider()\nslider")])
    return Kind(of({"metadata": {"widgets": state, **whole["metadata"]}, "cells": whole["cells"]}))


@kind
def with_attachments() -> Kind:
    made = cells()
    made[0] = {**made[0], "attachments": {"image.png": {"image/png": base64.b64encode(bytes(9000)).decode()}}}
    return Kind(of(made))


@kind
def from_a_server_s_interface() -> Kind:
    return Kind(of({"name": "work.ipynb", "type": "notebook", "format": "json", "content": notebook(cells())}))


# Ids and outputs


@kind
def equal_ids() -> Kind:
    made = notebook(cells())
    return Kind(of({**made, "cells": [{**cell, "id": "same"} for cell in made["cells"]]}))


@kind
def ids_of_another_type() -> Kind:
    made = notebook(cells())
    return Kind(of({**made, "cells": [{**cell, "id": [n, None]} for n, cell in enumerate(made["cells"])]}))


@kind
def without_ids() -> Kind:
    made = notebook(cells())
    return Kind(of({**made, "cells": cells()}))


@kind
def with_outputs_of_30_mb() -> Kind:
    image = {"output_type": "display_data", "metadata": {}, "data": {"image/png": base64.b64encode(bytes(MIB)).decode(), "text/html": "<b class=\"x\">\n" * 20_000}}  # fmt: skip
    made = [{**cell, "outputs": [image] * 3} if "outputs" in cell else cell for cell in cells()]
    return Kind(of(made))


@kind
def with_pickled_outputs_and_errors() -> Kind:
    outputs = [
        {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"application/octet-stream": base64.b64encode(pickle.dumps({"def halve": 1})).decode()}},
        {"output_type": "error", "ename": "ValueError", "evalue": "x", "traceback": ["\x1b[31m\"source\": [\"def halve(x): return 7\"]\x1b[0m"]},
        {"output_type": "display_data", "metadata": {}, "data": {"application/json": {"cells": [{"cell_type": "code", "source": "def halve(x): return 7"}]}}},
    ]  # fmt: skip
    return Kind(of([{**cell, "outputs": outputs} if "outputs" in cell else cell for cell in cells()]))


# Cells


@kind
def with_everything_else_that_students_run() -> Kind:
    made = cells()
    for place in range(len(made), 3, -1):
        made.insert(place, code(SCRATCH[place % len(SCRATCH)]))
    return Kind(of(made), notes=("code beside the answer to Q1",))


@kind
def checks_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if "grader" not in source(cell)]))


@kind
def given_code_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if "FACTOR = " not in source(cell)]), NONE)


@kind
def a_function_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if "def halve" not in source(cell)]), DOUBLE)


@kind
def text_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if cell["cell_type"] == "code"]), answer=False)


@kind
def shuffled() -> Kind:
    made = cells()
    random.Random(3).shuffle(made)
    return Kind(of(made))


@kind
def reversed_order() -> Kind:
    return Kind(of(cells()[::-1]))


@kind
def twice() -> Kind:
    return Kind(of([*cells(), *cells()[:-4]]), notes=("below the heading `The title`",))


@kind
def a_stub_below_the_work() -> Kind:
    return Kind(of([*cells(), code(DOUBLE_STUB), code(HALVE_STUB)]))


@kind
def split_inside_a_function() -> Kind:
    made = cells()
    place = next(n for n, cell in enumerate(made) if "def double" in source(cell))
    lines = made[place]["source"]
    made[place : place + 1] = [code("".join(lines[:-1])), code(lines[-1])]
    return Kind(of(made), notes=("cell of double was read together with the next one",))


@kind
def all_in_one_cell() -> Kind:
    made = [code("\n\n".join(source(cell) for cell in cells() if cell["cell_type"] == "code" and "BLOB" not in source(cell)))]  # fmt: skip
    return Kind(of(made), answer=False)


def _changed(wanted: str, make: Callable[[str], Cell]) -> list[Cell]:
    return [make(source(cell)) if wanted in source(cell) else cell for cell in cells()]


@kind
def turned_into_markdown() -> Kind:
    return Kind(of(_changed("def double", markdown)), notes=("double: read from a cell that is text",))


@kind
def turned_into_markdown_with_a_fence() -> Kind:
    made = _changed("def double", lambda text: markdown(f"Mine:\n\n```python\n{text}\n```\n"))
    return Kind(of(made), notes=("double: read from a cell that is text",))


@kind
def turned_into_raw() -> Kind:
    return Kind(of(_changed("def double", raw)), notes=("double: read from a cell that is text",))


@kind
def helper_turned_into_markdown() -> Kind:
    return Kind(of(_changed("def _no_text", markdown)))


@kind
def written_by_a_magic() -> Kind:
    made = [code("%%writefile student.py\n" + MODULE_FILE), code("from student import double, halve\ndouble(2)")]
    return Kind(of(made), answer=False)


@kind
def a_syntax_error_elsewhere() -> Kind:
    made = cells()
    made.insert(5, code("def plot(x:\n    return 1"))
    return Kind(of(made), notes=("the cell of plot, line 1, is not valid Python",))


@kind
def a_syntax_error() -> Kind:
    return Kind(of(cells(halve="# student.py\ndef halve(x)\n    return x // 2")), DOUBLE, notes=("the cell of halve, line 2",))  # fmt: skip


@kind
def a_constant_that_fails() -> Kind:
    return Kind(of(cells(halve="BAD = 1 / 0\n\ndef halve(x):\n    return x // FACTOR + 0 * BAD")), DOUBLE)


@kind
def a_constant_that_never_ends() -> Kind:
    return Kind(of(cells(halve="BAD = 0\nwhile True:\n    BAD += 1\n\ndef halve(x):\n    return x // FACTOR + 0 * BAD")), DOUBLE)  # fmt: skip


@kind
def a_constant_that_ends_the_process() -> Kind:
    return Kind(of(cells(halve="import os\nBAD = os._exit(0)\n\ndef halve(x):\n    return x // FACTOR + 0 * BAD")), DOUBLE)  # fmt: skip


@kind
def only_stubs() -> Kind:
    return Kind(of(cells(DOUBLE_STUB, HALVE_STUB)), NONE)


# Damage


@kind
def conflict_in_json() -> Kind:
    text = text_of().replace('"execution_count": null,', '<<<<<<< HEAD\n   "execution_count": 4,\n=======\n   "execution_count": 5,\n>>>>>>> theirs')  # fmt: skip
    return Kind(of(text.encode()), notes=("has merge conflicts; the first version",))


@kind
def conflict_in_a_source() -> Kind:
    made = '    "    return x // FACTOR"\n'
    assert made in text_of()
    text = text_of().replace(made, f'<<<<<<< HEAD\n    "    return x * 0"\n=======\n{made}>>>>>>> theirs\n')
    return Kind(of(text.encode()), DOUBLE, notes=("has merge conflicts; the first version",))


@kind
def conflict_with_the_work_on_the_other_side() -> Kind:
    both = f"<<<<<<< HEAD\n{HALVE_STUB}\n=======\n{HALVE_CODE}\n>>>>>>> theirs"
    return Kind(of(cells(halve=both)), notes=("has merge conflicts; the second version",))


@kind
def conflict_around_cells() -> Kind:
    text = text_of(cells(halve=HALVE_STUB))
    whole = json.dumps({**code(HALVE_CODE), "id": "mine"}, indent=1)
    begin = text.index('  {\n   "cell_type": "code"', text.index("## 1.2 halve"))
    text = f"{text[:begin]}<<<<<<< HEAD\n{whole},\n=======\n  {{}},\n>>>>>>> theirs\n{text[begin:]}"
    return Kind(of(text.encode()), notes=("has merge conflicts; the first version",))


@kind
def conflict_shown_by_nbdime() -> Kind:
    made = cells(halve=HALVE_STUB)
    place = next(n for n, cell in enumerate(made) if "def halve" in source(cell))
    mark = "<span style='color:red'><b>&lt;&lt;&lt;&lt;&lt;&lt;&lt; local</b></span>"
    made[place : place + 1] = [markdown(mark), code(HALVE_CODE), markdown("======="), made[place], markdown(mark)]
    return Kind(of(made))


@kind
def trailing_commas() -> Kind:
    return Kind(of(text_of().replace("\n ],", ",\n ],").replace("\n  }\n", "\n  },\n").encode()))


@kind
def a_comma_lost() -> Kind:
    return Kind(of(text_of().replace('"metadata": {},\n', '"metadata": {}\n').encode()))


@kind
def a_bracket_lost() -> Kind:
    return Kind(of(text_of().replace("[],", "[,", 1).encode()), notes=("is damaged",))


@kind
def a_quote_lost() -> Kind:
    text = text_of()
    return Kind(of(text.replace('"# The title"', '"# The title', 1).encode()))


@kind
def truncated() -> Kind:
    text = text_of()
    return Kind(of(text[: text.index("## 1.2 halve")].encode()), DOUBLE, answer=False, notes=("is damaged",))


@kind
def truncated_in_a_source() -> Kind:
    text = text_of()
    return Kind(of(text[: text.index(" // FACTOR")].encode()), DOUBLE, answer=False, notes=("is damaged",))


@kind
def truncated_in_outputs() -> Kind:
    made = cells()
    made[9] = {**made[9], "outputs": [{"output_type": "stream", "text": "x" * 1000}]}
    text = json.dumps(notebook(made))
    whole = {key: made[9][key] for key in ("source", "cell_type")}
    text = text.replace(json.dumps(made[9])[1:], json.dumps({**whole, "outputs": made[9]["outputs"]})[1:])
    return Kind(of(text[: text.index("xxxxx") + 100].encode()), answer=False, notes=("is damaged",), points=DOUBLE)


@kind
def with_bom() -> Kind:
    return Kind(of(b"\xef\xbb\xbf" + text_of().encode()))


@kind
def utf_16() -> Kind:
    return Kind(of(text_of().encode("utf-16")))


@kind
def utf_16_big_endian() -> Kind:
    return Kind(of(b"\xfe\xff" + text_of().encode("utf-16-be")), form="zip")


@kind
def utf_16_without_bom() -> Kind:
    return Kind(of(text_of().encode("utf-16-le")), form="file")


@kind
def utf_32() -> Kind:
    return Kind(of(text_of().encode("utf-32")))


@kind
def windows_1252() -> Kind:
    return Kind(of(text_of().encode("cp1252")))


@kind
def windows_lines() -> Kind:
    made = [{**cell, "source": [line.replace("\n", "\r\n") for line in cell["source"]]} for cell in cells()]
    return Kind(of(text_of(made).replace("\n", "\r\n").encode()))


@kind
def lone_surrogates_and_nulls() -> Kind:
    text = json.dumps(notebook(cells())).replace("caf\\u00e9", "caf\\ud800\\u0000")
    return Kind(of(text.encode()))


@kind
def huge_numbers_and_deep_outputs() -> Kind:
    text = text_of().replace('"execution_count": null', '"execution_count": ' + "9" * 100_000)
    return Kind(of(text.replace('"outputs": []', '"outputs": ' + "[" * 100_000 + "]" * 100_000).encode()))


@kind
def a_literal_of_2_mb() -> Kind:
    made = cells(halve=HALVE_CODE + "\n\nDATA = [" + "1.5, " * 400_000 + "]")
    return Kind(of(made), notes=("is too long",))


# Files


@kind
def better_copy_beside() -> Kind:
    files = {**of(cells(halve=HALVE_STUB)), **of(cells(), "work-Copy1.ipynb")}
    return Kind(files, form="zip", notes=("were read from 'work-Copy1.ipynb', not from 'work.ipynb'", "the answer to Q1"))


@kind
def notebooks_of_others() -> Kind:
    files = {**of(cells()), **of([code("import torch\nx = torch.ones(3)")], "a lecture.ipynb")}
    return Kind({**files, "empty.ipynb": b""}, notes=("'empty.ipynb' is empty",))


@kind
def checkpoints_beside() -> Kind:
    old = of(cells(), ".ipynb_checkpoints/work-checkpoint.ipynb")
    return Kind({**of(cells(halve=HALVE_STUB)), **old}, DOUBLE, form="zip")


@kind
def checkpoints_only() -> Kind:
    return Kind(of(cells(), ".ipynb_checkpoints/work-checkpoint.ipynb"), notes=("only the automatic copy",))


@kind
def checkpoints_only_in_a_zip() -> Kind:
    return Kind(of(cells(), "a/.ipynb_checkpoints/work-checkpoint.ipynb"), form="zip", notes=("only the automatic copy",))


@kind
def named_txt() -> Kind:
    return Kind(of(cells(), "work.ipynb.txt"))


@kind
def named_json() -> Kind:
    return Kind(of(cells(), "work.ipynb.json"), form="zip")


@kind
def named_json_only() -> Kind:
    return Kind(of(cells(), "work.json"))


@kind
def without_ending() -> Kind:
    return Kind(of(cells(), "work"), form="file")


@kind
def from_a_mac() -> Kind:
    return Kind({**of(cells()), "__MACOSX/._work.ipynb": b"\0\5\26\7", "._work.ipynb": b"\0\5\26\7"}, form="zip")


def _colab_export() -> bytes:
    parts = ['# -*- coding: utf-8 -*-\n"""work.ipynb\n\nAutomatically generated by Colab.\n\nOriginal file is located at\n    https://colab.research.google.com/drive/1\n"""\n']  # fmt: skip
    for cell in cells():
        parts.append(f'"""{source(cell)}"""\n' if cell["cell_type"] == "markdown" else source(cell) + "\n")
    return "\n".join([*parts, "# !pip install x", "get_ipython().system('ls')", "!ls"]).encode()


@kind
def colab_s_py() -> Kind:
    return Kind(of(_colab_export(), "work.py"))


@kind
def colab_s_py_by_itself() -> Kind:
    return Kind(of(_colab_export(), "work.py"), form="file")


@kind
def colab_s_py_named_as_the_module() -> Kind:
    return Kind(of(_colab_export(), "student.py"))


@kind
def jupyter_s_py() -> Kind:
    parts = ["#!/usr/bin/env python", "# coding: utf-8", ""]
    for cell in cells():
        comment = "\n".join(f"# {line}".rstrip() for line in source(cell).split("\n"))
        parts.append(f"# In[1]:\n\n\n{source(cell)}\n\n" if cell["cell_type"] == "code" else f"{comment}\n")
    return Kind(of("\n".join([*parts, "get_ipython().run_line_magic('time', '')"]).encode(), "work.py"), form="zip")


@kind
def an_editor_s_py() -> Kind:
    parts = []
    for cell in cells():
        comment = "\n".join(f"# {line}".rstrip() for line in source(cell).split("\n"))
        parts.append(f"# %%\n{source(cell)}" if cell["cell_type"] == "code" else f"# %% [markdown]\n{comment}")
    return Kind(of("\n".join(parts).encode(), "work.py"))


@kind
def a_module_file_beside() -> Kind:
    files = {**of(cells(double="def double(x):\n    return 1")), "student.py": MODULE_FILE.encode()}
    return Kind(files, notes=("functions were read from student.py, and not from 'work.ipynb'",))


@kind
def an_untouched_module_file_beside() -> Kind:
    return Kind({**of(cells()), "student.py": STUB_FILE.encode()}, notes=("student.py has no finished function",))


@kind
def a_broken_module_file_beside() -> Kind:
    return Kind({**of(cells()), "student.py": b"def double(x:\n"}, notes=("student.py has no finished function",))


@kind
def untouched_files_below_a_notebook() -> Kind:
    return Kind({**of(cells()), "assignment/student.py": STUB_FILE.encode()}, form="zip", notes=("student.py has no",))


@kind
def an_answer_file_beside() -> Kind:
    answer = "<!-- ANSWER BEGINS -->\nMine, with café.\n<!-- ANSWER ENDS -->\n"
    files = {**of(cells()), "written/q1_pretraining.md": answer.encode()}
    return Kind(files, notes=("the answer was read from written/q1_pretraining.md",))


@kind
def an_untouched_answer_file_beside() -> Kind:
    answer = "<!-- ANSWER BEGINS -->\n\n<!-- ANSWER ENDS -->\n"
    return Kind({**of(cells()), "written/q1_pretraining.md": answer.encode()})


# Something else in its place


@kind
def html_only() -> Kind:
    return Kind({"work.html": b"<!DOCTYPE html><html><body>def double"}, REFUSED, notes=("is a web page",))


@kind
def pdf_only() -> Kind:
    return Kind({"work.pdf": b"%PDF-1.7\n"}, REFUSED, form="zip", notes=("is a PDF",))


@kind
def pdf_by_itself() -> Kind:
    return Kind({"work.pdf": b"%PDF-1.7\n"}, REFUSED, form="file", notes=("is a PDF",))


@kind
def html_named_ipynb() -> Kind:
    return Kind({"work.ipynb": b"\n<html><head><title>JupyterHub</title>"}, REFUSED, notes=("is a web page",))


@kind
def empty() -> Kind:
    return Kind({"work.ipynb": b""}, REFUSED, form="file", notes=("is empty",))


@kind
def empty_in_a_folder() -> Kind:
    return Kind({"work.ipynb": b" \n"}, REFUSED, notes=("is empty",))


@kind
def no_notebook_at_all() -> Kind:
    return Kind({"work.ipynb": b"{}"}, NONE, notes=("none of the requested files", "holds no cells"), answer=False)


@kind
def a_notebook_of_another_course() -> Kind:
    return Kind(of([code("x = 1"), markdown("Hello")]), NONE, answer=False, notes=("defines none of",))
