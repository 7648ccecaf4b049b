"""What the pages themselves ask: who is there, a reference, a few words. Read as every question is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shirehall.channels.assisted.actions import Present
from shirehall.channels.assisted.models import Help
from shirehall.channels.assisted.words import how_words, may_words
from shirehall.design.fields import Field, field_of
from shirehall.kernel.questions import TYPES, AnswerError, Asked, Box

MOST_WORDS = 2000


@dataclass
class PresentForm:
    """Who is there, how, and whether they agree."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def fields(self) -> list[Field]:
        """The boxes, as they were typed."""
        only = _("Only if somebody else speaks")
        speakers = {
            Help.Speaker.RESIDENT: _("The resident"),
            Help.Speaker.OTHER.value: _("Somebody else, for the resident"),
        }
        say = _(
            "Say: “I write down what you tell me and send it for you. You can stop at any time. Is that all right?”"
        )
        agree = (("yes", _("Yes, they agree that we write down what they say")),)
        may = Box("", "select", options=(("", ""), *_options(may_words())))
        return [
            self._field("how", _("How do you help?"), Box("", "radios", options=_options(how_words()))),
            self._field("speaker", _("Who speaks?"), Box("", "radios", options=_options(speakers))),
            self._field(
                "speaker_name",
                _("Their name"),
                Box("", "text", width=30, autocomplete="off", spellcheck=False),
                only,
            ),
            self._field("speaker_may", _("Why may they speak for the resident?"), may, only),
            self._field("consent", _("Do they agree?"), Box("", "checkboxes", options=agree), say),
        ]

    def _field(self, name: str, ask: str, box: Box, hint: str = "") -> Field:
        return field_of(
            id=name, ask=ask, hint=hint, boxes=(box,), raw={"": [self.typed.get(name, "")]},
            error=self.errors.get(name, ""), legend_is_heading=False,
        )  # fmt: skip

    def read(self, data: Mapping[str, Any], *, on: date) -> Present | None:
        """Who is there; None where something is wrong."""
        names = ("how", "speaker", "speaker_name", "speaker_may", "consent")
        self.typed = {name: str(data.get(name, "")).strip() for name in names}
        how, speaker = self.typed["how"], self.typed["speaker"]
        if how not in Help.How.values:
            self.errors["how"] = _("Say how you help")
        if speaker not in Help.Speaker.values:
            self.errors["speaker"] = _("Say who speaks")
        if self.typed["consent"] != "yes":
            self.errors["consent"] = _("Ask whether they agree. Without that, nothing may be written down")
        name, may = self._other(speaker == Help.Speaker.OTHER, on)
        return None if self.errors else Present(how, speaker, name, may)

    def _other(self, somebody_else: bool, on: date) -> tuple[str, str]:
        if not somebody_else:
            return "", ""
        name, may = "", self.typed["speaker_may"]
        try:
            name = read_short(self.typed["speaker_name"], _("their name"), on=on)
        except AnswerError as error:
            self.errors["speaker_name"] = error.message
        if may not in Help.May.values:
            self.errors["speaker_may"] = _("Say why they may speak for the resident")
        return name, may


def read_short(typed: str, label: str, *, on: date) -> str:
    """A line of text. Raises AnswerError."""
    asked = Asked(fact="text", ask="", label=label, settings={"at_most": 200})
    return str(TYPES["short_text"].read(asked, {"": [typed]}, on=on))


def read_words(typed: str, label: str, *, on: date) -> str:
    """A few words, cleaned as every long answer is; empty where there are none. Raises AnswerError."""
    if not typed.strip():
        return ""
    asked = Asked(fact="words", ask="", label=label, settings={"at_most": MOST_WORDS})
    return str(TYPES["long_text"].read(asked, {"": [typed]}, on=on))


def words_field(ask: str, hint: str, typed: str = "", error: str = "") -> Field:
    """A few words."""
    box = Box("", "textarea", most=MOST_WORDS)
    return field_of(
        id="words", ask=ask, hint=hint, boxes=(box,), raw={"": [typed]}, error=error, legend_is_heading=False
    )


def reference_field(typed: str, error: str) -> Field:
    """A reference."""
    box = Box("", "text", width=20, autocomplete="off", spellcheck=False)
    return field_of(
        id="reference", ask=_("Their reference"), hint=_("Of an application or a case, like 7K4-92M-CTR"), boxes=(box,),
        raw={"": [typed]}, error=error, legend_is_heading=False,
    )  # fmt: skip


def _options(words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), text) for key, text in words.items())
