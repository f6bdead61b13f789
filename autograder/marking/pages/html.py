"""Write the tree of `markdown` as HTML, and pages around it. One place escapes, and a second lock checks."""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.marking.pages.formulas import GROUPS, LEAVES
from autograder.marking.pages.markdown import Node, parse

GENERATOR = "autograder written"
"""The mark of a page of ours in its head: other files are never overwritten."""
MAX_HEADING = 6
INLINE = {"em": "em", "strong": "strong", "del": "del"}
TAGS = {
    "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "table", "thead", "tbody",
    "tr", "th", "td", "hr", "em", "strong", "del", "a", "br", "span", "div", "math", *GROUPS, *LEAVES,
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "dir"},
    "a": {"href", "target"},
    "li": {"value"},
    "span": {"title", "class", "dir"},
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "form"},
    "mover": {"accent"},
    "mfrac": {"linethickness"},
}


def to_html(text: str, *, hard_lines: bool = False) -> Markup:
    """Return an answer as HTML that is safe in any page.

    >>> to_html("*Why* <b>not</b>?")
    Markup('<p dir="auto"><em>Why</em> &lt;b&gt;not&lt;/b&gt;?</p>\\n')
    """
    written = "".join(map(_block, parse(text, hard_lines=hard_lines)))
    cleaned = nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)


def inline_html(nodes: Sequence[Node]) -> Markup:
    """Return inline pieces as HTML, for a line of a page."""
    return Markup(_inline(nodes))


def _block(node: Node, level: int = 3) -> str:
    match node["t"]:
        case "p":
            return f'<p dir="auto">{_inline(node["c"])}</p>\n'
        case "h":
            tag = f"h{min(node['level'] + level - 1, MAX_HEADING)}"
            return f'<{tag} dir="auto">{_inline(node["c"])}</{tag}>\n'
        case "ul" | "ol":
            return f"<{node['t']}>\n{''.join(map(_item, node['items']))}</{node['t']}>\n"
        case "quote":
            return f"<blockquote>\n{''.join(map(_block, node['c']))}</blockquote>\n"
        case "code":
            info = f'<div class="info">{_inline(node["info"])}</div>' if node["info"] else ""
            kind = "source" if node.get("source") else "code"
            return f'{info}<pre class="{kind}" dir="auto"><code>{_inline(node["c"])}</code></pre>\n'
        case "table":
            return _table(node["rows"])
        case "math":
            return f'<div class="formula">{_math(node)}</div>\n'
    return "<hr>\n"


def _item(item: Mapping[str, Any]) -> str:
    value = f' value="{item["number"]}"' if item["number"] != "" else ""
    return f"<li{value}>{''.join(map(_block, item['c']))}</li>\n"


def _table(rows: Sequence[Sequence[list[Node]]]) -> str:
    def row(cells: Sequence[list[Node]], tag: str) -> str:
        return "<tr>" + "".join(f'<{tag} dir="auto">{_inline(each)}</{tag}>' for each in cells) + "</tr>\n"

    head, body = row(rows[0], "th"), "".join(row(each, "td") for each in rows[1:])
    return f'<div class="wide"><table>\n<thead>{head}</thead>\n<tbody>\n{body}</tbody></table></div>\n'


def _inline(nodes: Sequence[Node]) -> str:
    return "".join(map(_piece, nodes))


def _piece(node: Node) -> str:
    match node["t"]:
        case "text":
            return escape(node["s"], quote=False)
        case "mark":
            title, codes = escape(node["names"]), escape(node["codes"])
            return f'<span class="mark" dir="ltr" title="{title}">{codes}</span>'
        case "break":
            return "<br>\n"
        case "code":
            return f"<code>{_inline(node['c'])}</code>"
        case "math":
            return _math(node)
        case "link":
            return _link(node)
    tag = INLINE[node["t"]]
    return f"<{tag}>{_inline(node['c'])}</{tag}>"


def _link(node: Node) -> str:
    """Show a link with its address, which readers of citations need and which a text could hide."""
    href, label = escape(node["href"]), _inline(node["c"])
    link = f'<a href="{href}" target="_blank">{label}</a>'
    title = f" “{_inline(node['title'])}”" if node["title"] else ""
    address = "" if label == escape(node["href"], quote=False) else href
    if not address and not title:
        return link
    return f'{link} <span class="address" dir="ltr">({address}{title})</span>'


def _math(node: Node) -> str:
    if node["tree"] is None:
        return f'<code class="formula">{_inline(node["c"])}</code>'
    display = "block" if node["block"] else "inline"
    typeset = f'<math display="{display}">{_mathml(node["tree"])}</math>'
    return f'<span title="{escape(node["src"])}">{typeset}</span>'


def _mathml(node: Node) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node["a"].items())
    inner = escape(node["s"]) if "s" in node else "".join(map(_mathml, node["c"]))
    return f"<{node['m']}{attributes}>{inner}</{node['m']}>"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, **values: object) -> bytes:
    """Fill a page's template. All texts are escaped; markup is accepted from `to_html` only."""
    style = Markup((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))
    filled = _environment().get_template(template).render(generator=GENERATOR, style=style, **values)
    return filled.encode(errors="replace")
