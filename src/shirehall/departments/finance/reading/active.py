"""What a PDF does by itself: programs, actions that start something, films. Looked for in everything that can be
reached from its root, whatever it is called and however deep it lies."""

from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError,
    NotImplementedError,
)  # fmt: skip
"""What pypdf raises of a file that is not as it should be."""
MOST = 20_000
"""So many things are looked at. An invoice has some hundreds."""
_ACTIONS = frozenset(
    ["/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound", "/GoToE"]
)
_PLAYED = frozenset(["/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"])
_ELSEWHERE = frozenset(
    [
        "/Parent",
        "/P",
        "/Resources",
        "/Contents",
        "/Metadata",
        "/StructTreeRoot",
        "/StructParent",
        "/Dest",
        "/Prev",
    ]
)
"""What leads back, or to what is only drawn."""
_PROGRAMS = (
    ".exe", ".js", ".vbs", ".bat", ".cmd", ".scr", ".ps1", ".jar", ".hta", ".lnk", ".msi", ".com", ".wsf", ".sh",
    ".py", ".dll", ".iso", ".img", ".docm", ".xlsm",
)  # fmt: skip


def active_in(reader: pypdf.PdfReader) -> Iterator[str]:
    """Sentences on what a PDF does by itself. May raise one of BROKEN, after those that were found so far."""
    root = reader.trailer["/Root"]
    if "/JavaScript" in _dictionary(_dictionary(root).get("/Names")):
        yield "the PDF holds a program"
    for held in _reached(root):
        if held.get("/S") in _ACTIONS or "/JS" in held:
            yield "the PDF runs something when it is opened or clicked"
        if held.get("/Subtype") in _PLAYED:
            yield "the PDF plays something"
        if "/XFA" in held:
            yield "the PDF is a form that computes"
        if "/EF" in held and any(_name(held, key).endswith(_PROGRAMS) for key in ("/F", "/UF")):
            yield "the PDF carries a program as a file"


def _name(held: dict[str, Any], key: str) -> str:
    said = held.get(key)
    return said.strip().casefold() if isinstance(said, str) else ""


def _reached(root: Any) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    count = 0
    while waiting and count < MOST:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            try:
                thing = thing.get_object()
            except BROKEN:
                continue
        count += 1
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting += [each for key, each in thing.items() if key not in _ELSEWHERE and _holds(each)]
        elif isinstance(thing, ArrayObject):
            waiting += [each for each in list(thing)[:MOST] if _holds(each)]


def _holds(thing: Any) -> bool:
    return isinstance(thing, IndirectObject | DictionaryObject | ArrayObject)


def _dictionary(thing: Any) -> dict[str, Any]:
    found = thing.get_object() if thing is not None else None
    return found if isinstance(found, dict) else {}
