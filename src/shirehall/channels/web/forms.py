"""The questions that the channel itself asks: a contact, a code, a reference, a few words."""

from datetime import date

from django.utils.translation import gettext as _

from shirehall.design.fields import Field, field_of
from shirehall.kernel.questions import TYPES, Asked, Box

MOST_WORDS = 2000


def contact_field(ask: str, typed: str, error: str, *, heading: bool = True) -> Field:
    """An email address or a mobile number."""
    box = Box(
        "", "text", width=30, autocomplete="email", spellcheck=False,
        hint=_("Your email address or your mobile number"),
    )  # fmt: skip
    return field_of(
        id="contact", ask=ask, boxes=(box,), raw={"": [typed]}, error=error, legend_is_heading=heading
    )


def reference_field(typed: str, error: str) -> Field:
    """A reference."""
    box = Box(
        "",
        "text",
        width=20,
        autocomplete="off",
        spellcheck=False,
        hint=_("9 letters and numbers, like 7K4-92M-CTR"),
    )
    return field_of(
        id="reference", ask=_("Your reference"), boxes=(box,), raw={"": [typed]}, error=error, legend_is_heading=False
    )  # fmt: skip


def code_field(error: str, ask: str = "") -> Field:
    """The code that was sent, or told. It may be pasted."""
    box = Box(
        "",
        "text",
        width=10,
        inputmode="numeric",
        autocomplete="one-time-code",
        spellcheck=False,
        hint=_("6 digits"),
    )
    return field_of(id="code", ask=ask or _("Enter the code we sent you"), boxes=(box,), error=error)


def words_field(ask: str, hint: str, typed: str = "", error: str = "") -> Field:
    """A few words, if the person wants to say any."""
    box = Box("", "textarea", most=MOST_WORDS)
    return field_of(
        id="words", ask=ask, hint=hint, boxes=(box,), raw={"": [typed]}, error=error, legend_is_heading=False
    )


def read_words(typed: str, label: str, *, on: date) -> str:
    """The few words, cleaned as every long answer is; empty where there are none. Raises AnswerError."""
    if not typed.strip():
        return ""
    asked = Asked(fact="words", ask="", label=label, settings={"at_most": MOST_WORDS})
    return str(TYPES["long_text"].read(asked, {"": [typed]}, on=on))


def file_field(ask: str, hint: str, accept: str, error: str = "") -> Field:
    """Files to send."""
    box = Box("", "file", accept=accept)
    return field_of(id="files", ask=ask, hint=hint, boxes=(box,), error=error, legend_is_heading=False)
