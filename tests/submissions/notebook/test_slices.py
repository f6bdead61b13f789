"""A function of a notebook has what it needs, and nothing else runs."""

from collections.abc import Callable
from typing import Any

import pytest
from notebook_builder import markdown, raw

Call = Callable[..., Any]
STUB = '# sampling.py\ndef greedy(x):\n    """Doc."""\n    raise NotImplementedError("Part 1.1: greedy")'
LOOPS = "def nucleus(x): return 1\nwhile True: pass"

NEEDS = {
    "import": ["import math", "def greedy(x): return math.floor(x)"],
    "import as": ["import os.path as p, math as m", "def greedy(x): return m.floor(x)"],
    "two of a package": ["import xml.dom", "import xml.sax", "def greedy(x): return x if xml.dom and xml.sax else 0"],
    "star import": ["from math import *", "def greedy(x): return floor(x)"],
    "given": ["from provided import GIVEN", "def greedy(x): return x + GIVEN - 5"],
    "import in try": ["try:\n    from mathx import floor\nexcept ImportError:\n    from math import floor", "def greedy(x): return floor(x)"],
    "helper in if": ["if 1 > 0:\n    def h(x): return x\nelse:\n    h = None", "def greedy(x): return h(x)"],
    "helper in with": ["import contextlib\nwith contextlib.suppress(ValueError):\n    def h(x): return x", "def greedy(x): return h(x)"],
    "helper of helper": ["def a(x): return b(x)", "def b(x): return c(x)", "def c(x): return x", "def greedy(x): return a(x)"],
    "recursion": ["def greedy(x): return x if x < 4 else other(x - 1) + 1", "def other(x): return greedy(x)"],
    "constant": ["K = 2", "def greedy(x): return x * K // 2"],
    "computed constant": ["def make(n): return [i * 2 for i in range(n)]", "T = make(5)", "def greedy(x): return T[x] // 2"],
    "constant by loop": ["T = {}\nfor i in range(5):\n    T[i] = i", "def greedy(x): return T[x]"],
    "constant by while": ["n, T = 0, []\nwhile n < 5:\n    T.append(n)\n    n += 1", "def greedy(x): return T[x]"],
    "constant changed": ["T = {}", "T[3] = 1", "T[3] += 2", "def greedy(x): return T[x]"],
    "constant updated": ["T = dict(a=1)", "T.update({3: 3})", "def greedy(x): return T[x]"],
    "constant of constants": ["A = 1\nB = A\nA = 2\n", "def greedy(x): return x if (A, B) == (2, 1) else 0"],
    "tuple": ["A, (B, *C) = 1, (2, 3, 4)", "def greedy(x): return C[0] if A < B else 0"],
    "annotated": ["K: int = 3", "def greedy(x): return K"],
    "walrus": ["print(K := 3)", "def greedy(x): return K"],
    "default": ["K = 3", "def greedy(x, k=K): return k"],
    "class": ["class Box:\n    def __init__(self, v): self.v = v", "def greedy(x): return Box(x).v"],
    "base class": ["class A:\n    K = 3", "class B(A):\n    pass", "def greedy(x): return B.K"],
    "dataclass": ["from dataclasses import dataclass, field\n@dataclass\nclass P:\n    v: int\n    w: list = field(default_factory=list)", "def greedy(x): return P(x).v"],
    "named tuple": ["from typing import NamedTuple", "class P(NamedTuple):\n    v: int", "def greedy(x): return P(x).v"],
    "lambda": ["h = lambda x: x", "greedy = lambda x: h(x)"],
    "decorator": ["import functools\ndef d(f):\n    @functools.wraps(f)\n    def g(x): return f(x) + 1\n    return g", "@d\ndef greedy(x): return x - 1"],
    "wrapped": ["from functools import cache", "def greedy(x): return x", "greedy = cache(greedy)"],
    "wrapped twice": ["def w(f): return lambda x: f(x) + 1", "def greedy(x): return x - 2", "greedy = w(greedy)", "greedy = w(greedy)"],
    "partial": ["from functools import partial", "def base(k, x): return k + x", "greedy = partial(base, 0)"],
    "alias": [STUB, "def mine(x): return x", "greedy = mine"],
    "monkeypatch": ["class S:\n    pass", "def m(self, x): return x", "S.method = m", "def greedy(x): return S().method(x)"],
    "setattr": ["class S:\n    pass", "setattr(S, 'method', lambda self, x: x)", "def greedy(x): return S().method(x)"],
    "registry by decorator": ["R = {}\ndef register(name):\n    def put(f):\n        R[name] = f\n        return f\n    return put", "@register('a')\ndef one(x): return x", "def greedy(x): return R['a'](x)"],
    "singledispatch": ["from functools import singledispatch\n@singledispatch\ndef h(x): return 0", "@h.register\ndef _(x: int): return x", "def greedy(x): return h(x)"],
    "global by call": ["def setup():\n    global K\n    K = 3", "setup()", "def greedy(x): return K"],
    "recursion limit": ["import sys\nsys.setrecursionlimit(5000)", "def down(n): return 0 if n == 0 else down(n - 1)", "def greedy(x):\n    sys\n    return x + down(2000)"],
    "shuffled": ["def greedy(x): return T[x]", "T = make(5)", "def make(n): return list(range(n))"],
    "comprehension": ["K = 1\nT = [i * K for i in range(5)]\nU = {i: t for i, t in enumerate(T)}", "def greedy(x): return U[x]"],
    "match": ["match 3:\n    case int(K):\n        pass", "def greedy(x): return K"],
    "one line": ["import math; K = 1; h = lambda x: x * K", "def greedy(x): return h(x)"],
    "unicode": ["é = 'ü'; ñ = 3; ß = 4", "def greedy(x): return ñ if é == 'ü' else 0"],
    "nested": ["K = 3", "def greedy(x):\n    def inner():\n        return [K for _ in range(1)][0]\n    return inner()"],
    "future": ["from __future__ import annotations", "def greedy(x: Nothing[int, 'a b']) -> Unknown: return x"],
    "type checking": ["from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import nowhere", "def greedy(x: nowhere.T): return x"],
    "used in another section": ["# search.py: given\nimport math", "# search.py\ndef beam(x): return x", "# sampling.py\ndef greedy(x): return math.floor(x)"],
}  # fmt: skip


@pytest.mark.parametrize("name", NEEDS)
def test_what_a_function_needs_is_there(call: Call, name: str) -> None:
    cells = NEEDS[name]
    if not any("greedy(" in cell or "greedy =" in cell for cell in cells[:1]):
        assert cells[-1]
    assert call(cells, "greedy", 3) == 3


def test_nothing_else_runs(call: Call) -> None:
    others = [
        "%matplotlib inline\n!pip install nothing\nimport nowhere",
        "while True:\n    pass",
        "name = input('who? ')",
        "raise SystemExit('stop')",
        "loss = 1 / 0",
        "await something()",
        "grader.check('1.1')",
        "import time\ntime.sleep(100)",
        "plt.plot([1]); plt.show()",
        "?greedy",
        "greedy??",
        "files = !ls",
        "%%bash\nrm -rf /",
        "%%timeit\ngreedy = None",
        "with open('/nowhere') as f:\n    text = f.read()",
    ]
    assert call([*others, "def greedy(x): return x", *others], "greedy", 3) == 3


CONSTANTS = ["C = 1 / 0", "C = undefined_name", "while True:\n    C = 1", "import nowhere as C", "import os\nC = os._exit(1)",
             "C = sum(range(10**12))", "raise_it = lambda: {}.x\nC = raise_it()", "C = int(input())", "import time; C = time.sleep(100)"]  # fmt: skip


@pytest.mark.parametrize("constant", CONSTANTS)
def test_a_constant_costs_those_who_use_it_and_no_others(call: Call, constant: str) -> None:
    cells = [constant, "def greedy(x): return C", "def nucleus(x): return x"]
    assert call(cells, "nucleus", 3) == 3


@pytest.mark.parametrize(
    ("constant", "error"),
    [("C = 1 / 0", "ZeroDivisionError"), ("C = {}.x", "AttributeError"), ("C = int(input())", "NameError")],
)
def test_those_who_use_it_say_why(call: Call, constant: str, error: str) -> None:
    assert call([constant, "def greedy(x): return C"], "greedy", 3) == error


LAST = {
    "definition": (["def greedy(x): return 1", "def greedy(x): return 3"], 3),
    "helper": (["def h(x): return 1", "def greedy(x): return h(x)", "def h(x): return 3"], 3),
    "constant": (["K = 1", "def greedy(x): return K", "K = 3"], 3),
    "broken constant replaced": (["K = open('nowhere')", "def greedy(x): return K", "K = 3"], 3),
    "stub below": (["def greedy(x): return 3", STUB], 3),
    "stub above": ([STUB, "def greedy(x): return 3"], 3),
    "stub with an ellipsis": (["def greedy(x): return 3", "def greedy(x):\n    ..."], 3),
    "stub without docstring": (["def greedy(x): return 3", "def greedy(x):\n    raise NotImplementedError"], 3),
    "stub only": ([STUB], "NotImplementedError"),
    "nothing": (["def nucleus(x): return 1"], "missing"),
    "result in its name": (["def greedy(x): return 3", "greedy = greedy(1)"], 3),
    "results in its name": (["def greedy(x): return 3", "a, greedy = 1, 2\nfor greedy in [1]: pass"], 3),
    "number in its name": (["def greedy(x): return 3", "greedy = 4.5"], 3),
    "deleted": (["def greedy(x): return 3", "del greedy"], 3),
    "broken below": (["def greedy(x): return 3", "def greedy(x) return 4"], 3),
    "broken over a stub": ([STUB, "def greedy(x) return 4"], "SyntaxError"),
    "not compiled over a stub": ([STUB, "def greedy(x, x): return 4"], "SyntaxError"),
    "half of a cell broken": (["def greedy(x): return 3\n\ndef nucleus(x) return 4"], 3),
    "brackets open above": (["h = (1, 2\n\ndef greedy(x): return 3"], 3),
    "text open above": (['"""Notes\n\ndef nucleus(x): return 1\n\ndef greedy(x): return 3'], 3),
    "own module imported": (["def greedy(x): return 3", "from sampling import greedy"], 3),
}  # fmt: skip


@pytest.mark.parametrize("name", LAST)
def test_the_last_definition_wins_except_a_stub(call: Call, name: str) -> None:
    cells, expected = LAST[name]
    assert call(cells, "greedy", 3) == expected


READ = {
    "split after a line": ["def greedy(x):\n    y = x", "    return y"],
    "split in a docstring": ['def greedy(x):\n    """Return', '    it."""\n    return x'],
    "split in brackets": ["def greedy(x):\n    return max(", "        x, 1)"],
    "split twice": ["def greedy(x):\n    y = x", "    y = y + 1", "    return y - 1"],
    "indented": ["    def greedy(x):\n        return x"],
    "indented below another": ["def nucleus(x):\n    return 1", "    def greedy(x):\n        return x"],
    "prompts": [">>> def greedy(x):\n...     return x"],
    "magics inside": ["def greedy(x):\n    %time\n    !ls\n    return x"],
    "percent goes on": ["def greedy(x):\n    !ls\n    return (103\n% 50\n)"],
    "timed": ["%%time\ndef greedy(x): return x"],
    "captured, after a comment": ["# mine\n\n%%capture out\ndef greedy(x): return x"],
    "written file": ["%%writefile sampling.py\nK = 1\ndef greedy(x): return x * K"],
    "written file elsewhere": ["%%writefile /content/work/sampling.py\ndef greedy(x): return x"],
    "written helper": ["%%writefile tools.py\ndef h(x): return x", "from tools import h\ndef greedy(x): return h(x)"],
    "fenced": [markdown("My code:\n\n```python\ndef greedy(x):\n    return x\n```\n\nDone.")],
    "fenced with tildes": [markdown("~~~\ndef greedy(x):\n    return x\n~~~")],
    "bare": [markdown("# sampling.py\ndef greedy(x):\n    return x")],
    "raw": [raw("def greedy(x):\n    return x")],
    "given code in text": [markdown("import math\nK = 1"), "def greedy(x): return math.floor(x * K)"],
    "stub and text": [STUB, markdown("```\ndef greedy(x):\n    return x\n```")],
    "conflict in a cell": ["<<<<<<< HEAD\ndef greedy(x): return x\n=======\ndef greedy(x): return 1\n>>>>>>> b"],
    "conflict with a stub": [f"<<<<<<< HEAD\n{STUB}\n=======\ndef greedy(x): return x\n>>>>>>> b"],
    "three sides": ["<<<<<<< HEAD\ndef greedy(x): return x\n||||||| base\n=======\n1\n>>>>>>> b"],
    "windows lines": ["def greedy(x):\r\n    y = x\r\n    return y\r\n"],
    "old mac lines": ["def greedy(x):\r    y = x\r    return y\r"],
    "null character": ["def greedy(x):\n    return x\0"],
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read(call: Call, name: str) -> None:
    assert call(READ[name], "greedy", 3) == 3


def test_text_never_wins_over_code(call: Call) -> None:
    example = markdown("For example:\n\n```python\ndef greedy(x):\n    return 1\n```")
    assert call(["def greedy(x): return x", example], "greedy", 3) == 3


def test_each_module_has_its_own_names(call: Call) -> None:
    cells = [
        markdown("# Part 1\n<!-- MODULE sampling -->"),
        "K = 1", "def h(): return K", "# sampling.py\ndef greedy(x): return h()",
        markdown("# Part 2\n<!-- MODULE search -->"),
        "K = 2", "def h(): return K * 10", "# search.py\ndef beam(x): return h() + greedy(x)",
    ]  # fmt: skip
    assert [call(cells, "greedy", 0), call(cells, "beam", 0)] == [1, 21]
    without_sections = [cell for cell in cells if isinstance(cell, str)]
    assert [call(without_sections, "greedy", 0), call(without_sections, "beam", 0)] == [1, 21]
    in_one_cell = ["\n".join(without_sections)]
    assert [call(in_one_cell, "greedy", 0), call(in_one_cell, "beam", 0)] == [1, 21]


def test_helpers_of_another_module_are_found(call: Call) -> None:
    cells = ["K = 3\ndef _h(x): return x * K\n\ndef greedy(x): return _h(x)", "def beam(x): return _h(x)"]
    assert call(cells, "beam", 1) == 3
    cells = ["K = 3\ndef _h(x): return x * K\n\ndef greedy(x): return _h(x)",
             "from sampling import _h\nimport sampling\ndef beam(x): return _h(x) + sampling.greedy(x) + sampling.K"]  # fmt: skip
    assert call(cells, "beam", 1) == 9


def test_modules_may_need_each_other(call: Call) -> None:
    cells = ["def greedy(x): return beam(x - 1) + 1 if x else 0", "def beam(x): return greedy(x - 1) + 1 if x else 0"]
    assert [call(cells, "greedy", 5), call(cells, "beam", 4)] == [5, 4]


def test_a_module_file_and_a_notebook_work_together(call: Call) -> None:
    files = {"sampling.py": "def greedy(x):\n    return x * 2\n\ndef _h(x): return x\n"}
    cells = ["def greedy(x): return 0", "def nucleus(x): return 0", "def beam(x): return greedy(x)"]
    assert call(cells, "beam", 3, files=files) == 6
    assert call(cells, "greedy", 3, files=files) == 6
    assert call(cells, "nucleus", 3, files=files) == "missing"
    stub = {"sampling.py": STUB.replace("# sampling.py\n", "") + "\n"}
    assert call(cells, "greedy", 3, files=stub) == 0


def test_helper_files_beside_a_notebook_are_used(call: Call) -> None:
    assert call(["from tools import h\ndef greedy(x): return h(x)"], "greedy", 3, files={"tools.py": "def h(x): return x"}) == 3
