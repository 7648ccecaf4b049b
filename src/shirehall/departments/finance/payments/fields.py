"""The fields of the forms about payments, and reading them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shirehall.departments.finance.payments.wording import POLICIES, council
from shirehall.design.fields import Field, field_of
from shirehall.kernel.questions import Box

_LONGEST_AMOUNT = 12


def wish_fields(councils: Sequence[str], given: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """What a run is asked to be."""
    chosen = given.get("authority") or (councils[0] if len(councils) == 1 else "")
    policies = tuple((name, str(words[0])) for name, words in POLICIES.items())
    boxes = (
        (
            "authority", _("Which council pays?"), "",
            Box("", "radios", options=tuple((code, council(code)) for code in councils)), chosen,
        ),
        (
            "pay_on", _("On which day does the money arrive?"), _("For example, 27/3/2026. A working day."),
            Box("", "text", width=10, inputmode="numeric", spellcheck=False), given.get("pay_on", ""),
        ),
        ("policy", _("What does it pay?"), "", Box("", "radios", options=policies), given.get("policy", "")),
    )  # fmt: skip
    return [
        field_of(id=name, ask=ask, hint=hint, boxes=(box,), raw={"": [value]} if value else None,
                 error=errors.get(name, ""), legend_is_heading=False)
        for name, ask, hint, box, value in boxes
    ]  # fmt: skip


def reason_field(name: str, ask: str, *, hint: str = "", value: str = "", error: str = "") -> Field:
    """A box for why."""
    box = Box("", "text", most=0)
    return field_of(
        id=name, ask=ask, hint=hint, boxes=(box,), raw={"": [value]} if value else None, error=error,
        legend_is_heading=False,
    )  # fmt: skip


def read_day(text: str) -> date | None:
    """A day as people type it: 27/3/2026, 27.3.2026, or 2026-03-27; None where it is none."""
    parts = text.strip().replace(".", "/").replace(" ", "/").replace("-", "/").split("/")
    if len(parts) != 3 or not all(each.isascii() and each.isdigit() and len(each) <= 4 for each in parts):
        return None
    first, month, last = (int(each) for each in parts)
    year, day = (first, last) if len(parts[0]) == 4 else (last, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_amount(text: str) -> int | None:
    """Pounds as people type them, in pence: 1,234.50; None where it is no amount."""
    plain = text.strip().removeprefix("£").replace(",", "").strip()
    pounds, dot, pence = plain.partition(".")
    if not pounds.isascii() or not pounds.isdigit() or len(plain) > _LONGEST_AMOUNT:
        return None
    if dot and (len(pence) != 2 or not pence.isascii() or not pence.isdigit()):
        return None
    return int(pounds) * 100 + int(pence or 0)


def read_whole(data: QueryDict, name: str) -> int:
    """A number of ours that a form carries; 0 where it is none."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def error_links(errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """For the shell's summary of errors."""
    return [{"text": text, "href": f"#{name}"} for name, text in errors.items()]
