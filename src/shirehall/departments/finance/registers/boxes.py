"""The boxes of the registers' forms: a field with one box, its text kept as it was typed."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from shirehall.design.fields import Field, field_of
from shirehall.kernel.questions import Box
from shirehall.kernel.questions.base import BoxKind
from shirehall.partnership.api import authorities


def box(
    name: str,
    ask: str,
    given: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    kind: BoxKind = "text",
    hint: str = "",
    width: int = 0,
    options: Sequence[tuple[str, str]] = (),
    inputmode: str = "",
    prefix: str = "",
    accept: str = "",
) -> Field:
    """A field of one box. `given` and `wrong` are by name."""
    found = Box(
        "", kind, width=width, options=tuple(options), inputmode=inputmode, prefix=prefix, accept=accept,
        spellcheck=False,
    )  # fmt: skip
    return field_of(
        id=name, ask=ask, boxes=(found,), raw={"": [given[name]]} if given.get(name) else None, hint=hint,
        error=wrong.get(name, ""), legend_is_heading=False,
    )  # fmt: skip


def councils(*, everybody: bool = False) -> list[tuple[str, str]]:
    """The councils to choose from; with `everybody`, all of them too."""
    listed = [(each.code, each.name) for each in authorities()]
    return [("", _("All the councils")), *listed] if everybody else listed


def errors_of(fields: Sequence[Field], text: str = "") -> list[dict[str, str]]:
    """The error summary: what is wrong with boxes, and where it is no box's, the text by itself."""
    linked = [each.error_link for each in fields if each.error_link]
    if linked:
        return [{"text": each["text"], "href": each["href"]} for each in linked]
    return [{"text": text, "href": "#main"}] if text else []
