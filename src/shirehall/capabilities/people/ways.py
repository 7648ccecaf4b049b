"""How a person wants to be reached: the codes, their words, and what a message or an officer reads of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = Mapping[str, "str | Promise"]

CHANNELS: Words = {
    "email": gettext_lazy("By email"),
    "sms": gettext_lazy("By text message"),
    "letter": gettext_lazy("By letter"),
}
FORMATS: Words = {
    "standard": gettext_lazy("Ordinary print"),
    "large_print": gettext_lazy("Large print (at least 18 point)"),
}
NEEDS: Words = {
    "interpreter": gettext_lazy("An interpreter"),
    "sign_language": gettext_lazy("British Sign Language"),
    "text_relay": gettext_lazy("Calls by text relay (Relay UK)"),
    "no_telephone": gettext_lazy("No telephone calls"),
    "hearing": gettext_lazy("Hears badly or not at all"),
    "sight": gettext_lazy("Sees badly or not at all"),
    "home_visit": gettext_lazy("Cannot come to an office"),
}
LANGUAGES: Words = {
    "en": "English", "cy": "Cymraeg (Welsh)", "pl": "Polski (Polish)", "ar": "العربية (Arabic)",
    "bg": "Български (Bulgarian)", "bn": "বাংলা (Bengali)", "es": "Español (Spanish)", "fa": "فارسی (Persian)",
    "fr": "Français (French)", "it": "Italiano (Italian)", "lt": "Lietuvių (Lithuanian)", "pa": "ਪੰਜਾਬੀ (Punjabi)",
    "pt": "Português (Portuguese)", "ro": "Română (Romanian)", "tr": "Türkçe (Turkish)", "uk": "Українська (Ukrainian)",
    "ur": "اردو (Urdu)", "zh": "中文 (Chinese)",
}  # fmt: skip
"""Languages that people of the partnership asked for. We write in one where a service has wording in it."""
AUTHORITIES: Words = {
    "power_of_attorney": gettext_lazy("Power of attorney"),
    "appointee": gettext_lazy("Appointee"),
    "written_consent": gettext_lazy("Consent in writing"),
    "spoken_consent": gettext_lazy("Consent by word of mouth"),
}
MAY: Words = {
    "be_told": gettext_lazy("Hear about the case"),
    "send_evidence": gettext_lazy("Send evidence"),
    "tell_changes": gettext_lazy("Tell us of changes"),
    "ask_review": gettext_lazy("Ask for a review"),
}
COPIES: Words = {
    "both": gettext_lazy("To the person, with a copy to them"),
    "only_them": gettext_lazy("Only to them"),
    "none": gettext_lazy("Only to the person"),
}


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who acts for the person on the day asked for. `copies` is a code of COPIES."""

    id: int
    name: str
    relation: str
    authority: str
    email: str
    telephone: str
    address: str
    copies: str
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """How a person wants to be reached, as it stands on a day. `channel` is empty where nobody chose one;
    `channel_at` is when it was chosen; `language` is empty where none was chosen: then
    it is the one they applied in."""

    channel: str = ""
    channel_at: datetime | None = None
    format: str = "standard"
    language: str = ""
    needs: tuple[str, ...] = ()
    interpreter_language: str = ""
    need_words: str = ""
    acting: tuple[Acting, ...] = ()

    @property
    def large_print(self) -> bool:
        """Whether letters are made in large print."""
        return self.format == "large_print"

    @property
    def only_acting(self) -> tuple[Acting, ...]:
        """Those to whom alone messages go; where there is one, the person gets none."""
        return tuple(each for each in self.acting if each.copies == "only_them")

    @property
    def copied(self) -> tuple[Acting, ...]:
        """Those who get a copy of what the person gets."""
        return tuple(each for each in self.acting if each.copies == "both")

    def lines(self) -> Sequence[str]:
        """What an officer must know before reaching for the telephone, a sentence each; the gravest first."""
        said = {
            "no_telephone": _("Do not telephone."),
            "text_relay": _("Call through Relay UK: dial 18001 before the number."),
            "sign_language": _("Uses British Sign Language: book an interpreter."),
            "hearing": _("Hears badly or not at all."),
            "sight": _("Sees badly or not at all."),
            "home_visit": _("Cannot come to an office."),
        }
        found = [words for need, words in said.items() if need in self.needs]
        if "interpreter" in self.needs:
            language = self.interpreter_language or _("ask which language")
            found.append(_("Needs an interpreter: %(language)s.") % {"language": language})
        if self.large_print:
            found.append(_("Letters in large print."))
        if self.language not in ("", "en"):
            found.append(_("Write in %(language)s.") % {"language": word(LANGUAGES, self.language)})
        if self.need_words:
            found.append(self.need_words)
        for each in self.acting:
            authority = word(AUTHORITIES, each.authority).lower()
            given = {"name": each.name, "relation": each.relation, "authority": authority}
            found.append(_("%(name)s (%(relation)s) acts for them: %(authority)s.") % given)
        return found


def word(words: Words, code: str) -> str:
    """The words of a code; the code itself where it is not known any more."""
    return str(words.get(code, code))
