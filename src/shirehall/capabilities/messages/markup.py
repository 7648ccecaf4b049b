"""Markdown of a template into HTML, plain text and the blocks of a letter.

What comes from people is escaped before it stands in a template, so it can be neither markup nor a link.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BODY = "margin:0 0 20px;font-size:19px;line-height:1.5;color:#0b0c0c"
_STYLES: Mapping[str, str] = {
    "h1": "margin:0 0 20px;font-size:27px;line-height:1.25;color:#0b0c0c",
    "h2": "margin:28px 0 12px;font-size:23px;line-height:1.3;color:#0b0c0c",
    "h3": "margin:24px 0 8px;font-size:19px;line-height:1.3;color:#0b0c0c",
    "p": _BODY,
    "ul": _BODY + ";padding-left:24px",
    "ol": _BODY + ";padding-left:24px",
    "li": "margin:0 0 8px;font-size:19px;line-height:1.5;color:#0b0c0c",
}
_TAGS = {*_STYLES, "strong", "em", "a", "br", "hr", "blockquote"}
_MARKS = {"strong": "strong", "em": "emph"}


def escaped(value: str) -> str:
    """Words that somebody gave, as Markdown that says exactly them. Line breaks are kept."""
    lines = [_PUNCTUATION.sub(r"\\\1", " ".join(line.split())) for line in value.strip().splitlines()]
    # A character reference keeps a line that begins with a number or a dash from becoming a list.
    return "\\\n".join(_unlisted(line) for line in lines if line)


def address(url: str) -> str:
    """An address of ours as Markdown; it also works inside [words](...)."""
    return f"<{url}>"


def to_html(markdown: str) -> str:
    """Clean HTML with its styles inline, as mail programs want them."""
    return _html(_MARKDOWN.parse(markdown))


def to_html_and_text(markdown: str) -> tuple[str, str]:
    """What `to_html` and `to_text` give, with the words read once: reading them costs most."""
    tokens = _MARKDOWN.parse(markdown)
    return _html(tokens), _text(tokens)


def _html(tokens: Sequence[Token]) -> str:
    return nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        set_tag_attribute_values={tag: {"style": style} for tag, style in _STYLES.items()},
        link_rel=None,
    )


def to_text(markdown: str) -> str:
    """Plain text: lists with dashes, an address after the words that lead there."""
    return _text(_MARKDOWN.parse(markdown))


def to_blocks(markdown: str) -> list[dict[str, Any]]:
    """Plain data: blocks `{kind: heading|para|list, ...}`, their words as runs `{text, strong?, emph?, href?}`."""
    return _blocks(_MARKDOWN.parse(markdown), 0, "")[0]


def _text(tokens: Sequence[Token]) -> str:
    return "\n\n".join(_block_text(block, "") for block in _blocks(tokens, 0, "")[0])


def _unlisted(line: str) -> str:
    number = re.match(r"\d+(?=\\[.)])", line)
    return f"&#{ord(line[0])};{line[1:]}" if number else line


def _blocks(tokens: Sequence[Token], start: int, until: str) -> tuple[list[dict[str, Any]], int]:
    blocks: list[dict[str, Any]] = []
    place = start
    while place < len(tokens) and tokens[place].type != until:
        token = tokens[place]
        if token.type == "heading_open":
            blocks.append({"kind": "heading", "level": int(token.tag[1]), "runs": _runs(tokens[place + 1])})
            place += 2
        elif token.type == "paragraph_open":
            blocks.append({"kind": "para", "runs": _runs(tokens[place + 1])})
            place += 2
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            block, place = _list(tokens, place)
            blocks.append(block)
        elif token.type in ("code_block", "fence"):
            blocks.append({"kind": "para", "runs": [{"text": token.content.strip()}]})
        place += 1
    return blocks, place


def _list(tokens: Sequence[Token], start: int) -> tuple[dict[str, Any], int]:
    end = tokens[start].type.replace("open", "close")
    items: list[list[dict[str, Any]]] = []
    place = start + 1
    while tokens[place].type != end:
        item, place = _blocks(tokens, place + 1, "list_item_close")
        items.append(item)
        place += 1
    return {"kind": "list", "ordered": end.startswith("ordered"), "items": items}, place


def _runs(inline: Token) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    marks: dict[str, Any] = {}
    for token in inline.children or []:
        mark = _MARKS.get(token.tag)
        if token.type == "link_open":
            marks["href"] = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            marks.pop("href", None)
        elif mark and token.nesting == 1:
            marks[mark] = True
        elif mark:
            marks.pop(mark, None)
        elif token.type == "hardbreak":
            runs.append({"text": "\n"})
        elif token.type == "softbreak":
            runs.append({"text": " ", **marks})
        elif token.content:
            runs.append({"text": token.content, **marks})
    return runs


def _block_text(block: Mapping[str, Any], indent: str) -> str:
    if block["kind"] != "list":
        return _run_text(block["runs"]).replace("\n", "\n" + indent)
    lines = []
    for number, item in enumerate(block["items"], 1):
        mark = f"{number}. " if block["ordered"] else "- "
        inner = indent + " " * len(mark)
        text = f"\n{inner}".join(_block_text(each, inner) for each in item)
        lines.append(f"{mark}{text}")
    return f"\n{indent}".join(lines)


def _run_text(runs: Sequence[Mapping[str, Any]]) -> str:
    text = ""
    for place, run in enumerate(runs):
        text += run["text"]
        href = run.get("href")
        ends = place + 1 == len(runs) or runs[place + 1].get("href") != href
        if href and ends and not text.endswith(href):
            text += f" ({href})"
    return text
