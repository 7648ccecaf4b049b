"""The questions of the suppliers' page."""

from django.utils.translation import gettext as _

from shirehall.design.fields import Field, field_of
from shirehall.kernel.questions import Box

MOST_NUMBER = 100
MOST_WHO = 320


def number_field(typed: str, error: str) -> Field:
    """The number of an invoice."""
    box = Box(
        "", "text", width=20, autocomplete="off", spellcheck=False, hint=_("As it stands on the invoice")
    )
    return _field("number", _("Your invoice number"), box, typed, error)


def who_field(typed: str, error: str) -> Field:
    """An e-mail address on file, or a supplier code."""
    box = Box(
        "", "text", width=30, autocomplete="email", spellcheck=False,
        hint=_("The email address that we have on file for you, or your supplier code from an order"),
    )  # fmt: skip
    return _field("who", _("Your email address or supplier code"), box, typed, error)


def code_field(error: str) -> Field:
    """The code that was sent. It may be pasted."""
    box = Box(
        "", "text", width=10, inputmode="numeric", autocomplete="one-time-code", spellcheck=False, hint=_("6 digits")
    )  # fmt: skip
    return field_of(id="code", ask=_("Enter the code we sent you"), boxes=(box,), error=error)


def _field(name: str, ask: str, box: Box, typed: str, error: str) -> Field:
    return field_of(id=name, ask=ask, boxes=(box,), raw={"": [typed]}, error=error, legend_is_heading=False)
