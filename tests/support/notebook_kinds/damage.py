"""Broken JSON, merge conflicts, and other encodings."""

# ruff: noqa: E501

import json

from notebook_builder import code, markdown, notebook

from notebook_kinds.kind import DOUBLE, HALVE_CODE, HALVE_STUB, Kind, cells, kind, of, source, text_of


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
    made[place : place + 1] = [
        markdown(mark),
        code(HALVE_CODE),
        markdown("======="),
        made[place],
        markdown(mark),
    ]
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
    return Kind(
        of(text[: text.index("xxxxx") + 100].encode()), answer=False, notes=("is damaged",), points=DOUBLE
    )


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
