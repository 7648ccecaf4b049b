"""A message as it goes out by each channel: email in HTML and plain text, a text message, a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from shirehall.capabilities.messages.letters.making import Letter, make_pdf
from shirehall.capabilities.messages.markup import escaped, to_blocks, to_html, to_html_and_text, to_text
from shirehall.capabilities.messages.sms import plain_signs
from shirehall.capabilities.messages.wording import (
    Matter,
    contact_phone,
    council_name,
    fill_markdown,
    fill_plain,
)
from shirehall.capabilities.people.api import Acting
from shirehall.kernel.api import ENGLISH, lang_of
from shirehall.kernel.definition import MessageTemplate
from shirehall.partnership.api import brand_for, offices

SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` is the whole message in plain words, whatever the channel; `html` that of an email, `pdf` a letter's."""

    channel: str
    subject: str
    text: str
    html: str = ""
    pdf: bytes = b""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a message is said: in large print, to who acts for the person, in English though they read another language
    (`excuse` says so)."""

    acting: Acting | None = None
    large_print: bool = False
    excuse: str = ""

    def lead(self, matter: Matter) -> str:
        """What stands before the words: that they are in English for want of a translation, and that they go to who
        acts for the person; in plain words."""
        return " ".join(filter(None, (self.excuse, self._of_acting(matter))))

    def _of_acting(self, matter: Matter) -> str:
        if self.acting is None:
            return ""
        name = matter.case.applicant_name or _("a resident")
        return _("You act for %(name)s, so we send you this. “You” and “your” in it mean %(name)s.") % {
            "name": name
        }


def render(
    matter: Matter, template: MessageTemplate, channel: str, *, at: datetime, acting: Acting | None = None,
    large_print: bool = False,
) -> Rendered:  # fmt: skip
    """The template for a case by one channel. Raises KeyError for a channel that does not exist."""
    manner = Manner(acting, large_print, _left_in_english(matter, getattr(template, channel)))
    language = matter.version.language if _page_words_in(matter.version.language) else settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE if manner.excuse else language):
        return {"email": _email, "sms": _sms, "letter": _letter}[channel](matter, template, at, manner)


def _left_in_english(matter: Matter, words: str) -> str:
    """What to say first, in their own language, to a person whose message is in English for want of a translation."""
    if matter.language in ("", ENGLISH) or lang_of(matter.version, words) != ENGLISH:
        return ""
    with override(matter.language if _page_words_in(matter.language) else settings.LANGUAGE_CODE):
        return _("This message is in English, because we have not translated it yet.")


def _page_words_in(language: str) -> bool:
    return language in dict(settings.LANGUAGES)


def email_html(
    *, authority: str, subject: str, markdown: str, picture: Mapping[str, str] | None = None
) -> str:
    """Markdown, already filled, as a whole email in the council's colours; `picture` has a `url` and an `alt`."""
    return _whole_email(authority, subject, to_html(markdown), picture)


def _whole_email(authority: str, subject: str, body: str, picture: Mapping[str, str] | None = None) -> str:
    council = council_name(authority)
    given: Mapping[str, object] = {
        "language": _language_now(),
        "subject": subject,
        "colour": brand_for(authority or None).colour,
        "council": council,
        "body": body,
        "picture": picture,
        "footer": _("%(council)s sent this email. We never ask for your bank details or a password by email.")
        % {"council": council},
    }
    return render_to_string("shirehall_messages/email.html", dict(given))


def _language_now() -> str:
    """The language of our own words at this moment, as a document names it."""
    code = get_language() or settings.LANGUAGE_CODE
    return "en-GB" if code.startswith(ENGLISH) else code


def one_line(text: str) -> str:
    """A subject: no line breaks, which would end a header, and of a length that mail programs show."""
    return " ".join(text.split())[:SUBJECT_LENGTH]


def _subject(matter: Matter, template: MessageTemplate) -> str:
    return one_line(fill_plain(matter, template.subject or matter.version.service.title))


def _email(matter: Matter, template: MessageTemplate, at: datetime, manner: Manner) -> Rendered:
    subject, markdown = (
        _subject(matter, template),
        _led(matter, manner, fill_markdown(matter, template.email)),
    )
    body, text = to_html_and_text(markdown)
    return Rendered("email", subject, text, html=_whole_email(matter.case.authority, subject, body))


def _sms(matter: Matter, template: MessageTemplate, at: datetime, manner: Manner) -> Rendered:
    words = fill_plain(matter, template.sms)
    if manner.acting is not None:
        words = _("For %(name)s: %(words)s") % {
            "name": matter.case.applicant_name or _("a resident"),
            "words": words,
        }
    words = f"{manner.excuse} {words}".strip()
    return Rendered("sms", "", plain_signs(words))


def _led(matter: Matter, manner: Manner, markdown: str) -> str:
    lead = manner.lead(matter)
    return f"{escaped(lead)}\n\n{markdown}" if lead else markdown


def _letter(matter: Matter, template: MessageTemplate, at: datetime, manner: Manner) -> Rendered:
    case, subject = matter.case, _subject(matter, template)
    markdown = _led(matter, manner, fill_markdown(matter, template.letter))
    acting = manner.acting
    council = council_name(case.authority)
    office = next(iter(offices(case.authority)), None)
    letter = Letter(
        council=council,
        sender=[*(office.address if office else ()), contact_phone(matter)],
        colour=brand_for(case.authority).colour,
        to=[
            acting.name if acting else case.applicant_name,
            *envelope_lines(acting.address if acting else case.address),
        ],
        reference=case.reference,
        subject=subject,
        blocks=to_blocks(markdown),
        at=at,
        large_print=manner.large_print,
        language=_language_now(),
    )
    return Rendered("letter", subject, to_text(markdown), pdf=make_pdf(letter))


def envelope_lines(address: str) -> list[str]:
    """An address as the lines of an envelope, whether it was given on one line or on several."""
    parts = address.splitlines() if "\n" in address.strip() else address.split(",")
    return [" ".join(part.split()) for part in parts if part.strip()]
