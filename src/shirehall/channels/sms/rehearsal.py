"""A rehearsal of text messages: each answer is brought in as a gateway brings it, and what comes back is read from the
pocket phone of the demonstration."""

import html
import re
import secrets
import zlib
from collections.abc import Mapping
from typing import Any

import requests

from shirehall.capabilities.messages.api import DEMONSTRATION_SECRET
from shirehall.casework.api import Rehearsal, RehearsalError
from shirehall.channels.sms.asking import question_text
from shirehall.design.visiting import Visit, VisitError
from shirehall.kernel.api import Answer, Page, Question
from shirehall.kernel.questions import TYPES, picking
from shirehall.kernel.questions.choices import NONE
from shirehall.kernel.values import Repeat, Value
from shirehall.partnership.api import authority as council_of

MOST_TEXTS = 400
_NUMBERS = 1000
_SECONDS = 30
_OURS = re.compile(
    r'<li class="sh-phone__text" data-text="(\w+)".*?<p class="sh-phone__words">(.*?)</p>', re.DOTALL
)
_REFERENCE = re.compile(r"Your reference is (\w{3}-\w{3}-\w{3})")


def rehearse(rehearsal: Rehearsal) -> str:
    """Apply by text. Gives the reference. Raises RehearsalError."""
    try:
        return _Texter(rehearsal).apply()
    except VisitError as error:
        raise RehearsalError(str(error)) from error


class _Texter:
    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.number = ""
        self.phone = Visit(rehearsal.url)
        self.seen: set[str] = set()
        self.answered: set[tuple[str, int, str]] = set()
        self.items: dict[str, int] = {}
        self.page = 0

    def apply(self) -> str:
        """From the word that begins it to the reference."""
        self.take_phone()
        said = self.text(self.rehearsal.service.replace("_", " "))
        for _text in range(MOST_TEXTS):
            if found := _REFERENCE.search("\n".join(said)):
                return found[1]
            said = self.text(self.reply_to(said))
        raise RehearsalError(f"no reference came: {said}")

    def take_phone(self) -> None:
        """A telephone that nobody has used: what an earlier one was written about is not in the way."""
        first = zlib.crc32(f"{self.rehearsal.service} {self.rehearsal.number}".encode())
        for place in range(_NUMBERS):
            self.number = f"+447700900{(first + place) % _NUMBERS:03d}"
            self.phone.open("/sms/phone/")
            if "/sms/phone/away/" in self.phone.main:
                self.phone.send({}, "/sms/phone/away/")
            self.phone.send({"number": self.number}, "/sms/phone/number/")
            if not _OURS.search(self.phone.main):
                return
        raise RehearsalError("every invented number was used")

    def text(self, words: str) -> list[str]:
        """Bring a text in, and give what came back."""
        answer = requests.post(
            f"{self.rehearsal.url}/sms/inbound/kannel/?id={secrets.token_hex(16)}", words.encode(),
            headers={"X-Kannel-From": self.number, "Content-Type": 'text/plain; charset="UTF-8"'},
            auth=("kannel", DEMONSTRATION_SECRET), timeout=_SECONDS,
        )  # fmt: skip
        if answer.status_code != requests.codes.ok:
            raise RehearsalError(f"{answer.status_code} for the text {words!r}: {answer.text[:200]}")
        found = _OURS.findall(self.phone.open("/sms/phone/").main)
        new = [_plain(bubble) for key, bubble in found if key not in self.seen]
        self.seen |= {key for key, _bubble in found}
        if not new:
            raise RehearsalError(f"nothing came back for the text {words!r}")
        return new

    def reply_to(self, bubbles: list[str]) -> str:
        """What to text when this was asked."""
        said = "\n".join(bubbles)
        if "Sorry" in said:
            raise RehearsalError(f"not read: {said[:600]}")
        if "Reply SEND" in said:
            return "SEND"
        if "Which council area" in said:
            council = council_of(self.rehearsal.authority)
            return council.name if council else ""
        pages = self.rehearsal.version.service.pages
        for place in [*range(self.page, len(pages)), *range(self.page)]:
            reply = self._on_page(pages[place], bubbles)
            if reply is not None:
                self.page = place
                return reply
        raise RehearsalError(f"no question of the service is asked here: {said[:600]}")

    def _on_page(self, page: Page, bubbles: list[str]) -> str | None:
        if page.repeat and _asks_for_item(page, "\n".join(bubbles)):
            return "yes" if self.items.get(page.name, 0) < len(self._list(page)) else "no"
        number = self.items.get(page.name, 0)
        for question in page.questions:
            asked = _one_line(question_text(question))
            if not any(each.endswith(asked) for each in bubbles):
                continue
            if not page.repeat:
                if (page.name, 0, question.fact) in self.answered:
                    continue
                self.answered.add((page.name, 0, question.fact))
                return _reply(question, self.rehearsal.answers.get(question.fact))
            if not number or (page.name, number, question.fact) in self.answered:
                number += 1
                self.items[page.name] = number
            self.answered.add((page.name, number, question.fact))
            value = self._list(page)[number - 1].get(question.fact)
            return _reply(question, Answer("known", value) if value is not None else None)
        return None

    def _list(self, page: Page) -> tuple[Mapping[str, Any], ...]:
        answer = self.rehearsal.answers.get(page.repeat)
        return answer.value.items if answer and isinstance(answer.value, Repeat) else ()


def _asks_for_item(page: Page, said: str) -> bool:
    item = page.item or "item"
    return (
        f"Do you have another {item}?" in said
        or f"{page.title}: do you have any {item} to tell us about?" in said
    )


def _reply(question: Question, answer: Answer | None) -> str:
    if answer is None or answer.value is None:
        return "I don't know" if answer and answer.state == "declined" else "skip"
    return _in_words(question, answer.value)


def _in_words(question: Question, value: Value) -> str:
    """A value as somebody would text it."""
    kind, asked = TYPES[question.type], question.asked
    raw = kind.raw(asked, value)
    match question.type:
        case "yes_no" | "declaration":
            return raw[""][0]
        case "choice":
            return picking.marks(asked).get(str(value), asked.options[str(value)])
        case "choices":
            marks = picking.marks(asked, NONE if asked.settings.get("none") else "")
            return ", ".join(marks[each] for each in raw[""])
        case "address" | "bank_account":
            return ", ".join(text for texts in raw.values() for text in texts if text)
    return kind.show(asked, value)


def _plain(bubble: str) -> str:
    """The words of a bubble, on one line."""
    return _one_line(html.unescape(re.sub(r"<[^>]+>", " ", bubble)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
