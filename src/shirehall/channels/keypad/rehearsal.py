"""A rehearsal of the automated telephone: the answers are keyed into a call, over HTTP and signed as a provider does.

Nothing is known here but what the voice says: the question is found by its words.
"""

import re
from collections.abc import Mapping
from typing import Any

import requests

from shirehall.casework.api import Rehearsal, RehearsalError
from shirehall.channels.keypad import aloud
from shirehall.channels.keypad.providers.twiml import PROVIDER
from shirehall.channels.keypad.ringing import Heard, RingingError, Telephone
from shirehall.kernel.api import Answer, Page, Question, key_prompts, keys_for
from shirehall.kernel.values import Repeat

MOST_STEPS = 600
_SECONDS = 60
_REFERENCE = re.compile(r"reference is: ([A-Z0-9 ,]+)\.")


def rehearse(rehearsal: Rehearsal) -> str:
    """Apply by telephone. Gives the reference. Raises RehearsalError."""
    try:
        return _Caller(rehearsal).apply()
    except RingingError as error:
        raise RehearsalError(str(error)) from error


class _Caller:
    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.service = rehearsal.version.service
        self.session = requests.Session()
        # What the machine's environment says of proxies is not for its own addresses.
        self.session.trust_env = False
        webhook = f"{rehearsal.url}/telephone/provider/{PROVIDER.name}/"
        caller = f"+441632960{rehearsal.number % 1000:03d}"
        call = f"rehearsal-{rehearsal.folder.name}-{rehearsal.service}-{rehearsal.number}"[:100]
        self.telephone = Telephone(webhook, re.sub(r"[^A-Za-z0-9_-]", "-", call), caller, self._carry)
        self.told: dict[str, int] = {}
        self.in_item: set[tuple[str, str]] = set()

    def _carry(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> str:
        answer = self.session.post(url, dict(form), headers=dict(headers), timeout=_SECONDS)
        if answer.status_code != 200:
            raise RingingError(f"{answer.status_code} at {url}: {answer.text[:300]}")
        return answer.text

    def apply(self) -> str:
        """From ringing to the reference."""
        heard = self.telephone.ring(service=self.rehearsal.service, council=self.rehearsal.authority)
        for _step in range(MOST_STEPS):
            if not heard.most:
                break
            heard = self._reply(heard)
        found = _REFERENCE.search(heard.text)
        if heard.most or not found or "keep your answers" in heard.text:
            raise RehearsalError(f"the call ended without a case: {heard.text[-400:]}")
        return found[1].replace(", ", "-").replace(" ", "")

    def _reply(self, heard: Heard) -> Heard:
        if any(text.startswith("To send it") for text in heard.texts):
            return self.telephone.press(heard, "1")
        if "Which council is this for?" in heard.texts:
            place = self.service.offered_by.index(self.rehearsal.authority) + 1
            return self.telephone.press(heard, str(place))
        for page in self.service.pages:
            if page.repeat and any(
                _asks_more(page, text, self.told.get(page.repeat, 0)) for text in heard.texts
            ):
                return self._more(heard, page)
        for page in self.service.pages:
            for question in page.questions:
                if key_prompts(question) and aloud.question_texts(question, 0)[0] in heard.texts:
                    return self._answer(heard, page, question)
        raise RehearsalError(f"nothing that is asked was heard: {heard.text[-400:]}")

    def _more(self, heard: Heard, page: Page) -> Heard:
        told = self.told.get(page.repeat, 0)
        if told >= len(self._items(page.repeat)):
            return self.telephone.press(heard, "2")
        return self.telephone.press(heard, "1")

    def _answer(self, heard: Heard, page: Page, question: Question) -> Heard:
        answer = self._given(page, question)
        if answer is None or answer.value is None:
            menu = self.telephone.press(heard, "*")
            return self.telephone.press(
                menu, "3" if answer is not None and answer.state == "declined" else "4"
            )
        for run in keys_for(question, answer.value):
            heard = self.telephone.press(heard, run)
        if any(text.startswith("Sorry.") for text in heard.texts):
            raise RehearsalError(f"{question.fact} was not taken: {heard.text[:400]}")
        return heard

    def _given(self, page: Page, question: Question) -> Answer | None:
        if not page.repeat:
            return self.rehearsal.answers.get(question.fact)
        if (page.repeat, question.fact) in self.in_item or not self.told.get(page.repeat):
            self.told[page.repeat] = self.told.get(page.repeat, 0) + 1
            self.in_item = {each for each in self.in_item if each[0] != page.repeat}
        self.in_item.add((page.repeat, question.fact))
        value = self._items(page.repeat)[self.told[page.repeat] - 1].get(question.fact)
        return Answer("known", value) if value is not None else None

    def _items(self, repeat: str) -> tuple[Mapping[str, Any], ...]:
        answer = self.rehearsal.answers.get(repeat)
        return answer.value.items if answer and isinstance(answer.value, Repeat) else ()


def _asks_more(page: Page, text: str, count: int) -> bool:
    return text == aloud.more_text(page, count)
