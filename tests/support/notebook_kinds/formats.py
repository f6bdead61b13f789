"""Right notebooks as other versions and tools write them."""

# ruff: noqa: E501

import base64
import json
import pickle
from typing import Any

from notebook_builder import code, notebook

from notebook_kinds.kind import MIB, Kind, cells, kind, of, source


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
    return Kind(
        of({"name": "work.ipynb", "type": "notebook", "format": "json", "content": notebook(cells())})
    )


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
