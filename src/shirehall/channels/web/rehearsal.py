"""A rehearsal of the web: the answers are typed into the pages, one screen after the other, as a resident would."""

import re
from collections.abc import Mapping
from typing import Any

from shirehall.casework.api import Rehearsal, RehearsalError
from shirehall.design.fields import html_name
from shirehall.design.questions import typed_back
from shirehall.design.visiting import Visit, VisitError
from shirehall.kernel.api import Answer, Question
from shirehall.kernel.values import Repeat

MOST_SCREENS = 300


def rehearse(rehearsal: Rehearsal) -> str:
    """Apply on the web. Gives the reference. Raises RehearsalError."""
    try:
        return _Applicant(rehearsal).apply()
    except VisitError as error:
        raise RehearsalError(str(error)) from error


class _Applicant:
    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.visit = Visit(rehearsal.url)

    def apply(self) -> str:
        """From the first question to the reference."""
        visit, service = self.visit, self.rehearsal.service
        visit.open(f"/{service}/apply/")
        for _screen in range(MOST_SCREENS):
            if visit.path.endswith("/check-answers/"):
                visit.send({}, form='name="key"')
                found = re.search(r"/case/([^/]+)/", visit.url)
                if not found:
                    raise RehearsalError(f"sending led to {visit.path}: {visit.says[:400]}")
                return found[1]
            before = visit.url
            asked_before = visit.main
            visit.send(self._typed())
            if visit.url == before and visit.main == asked_before:
                raise RehearsalError(f"{before} asked again: {visit.says[:400]}")
        raise RehearsalError(f"check answers was not reached, but {visit.path}")

    def _typed(self) -> Mapping[str, Any]:
        """What to type on the screen that is open."""
        parts = self.visit.path.strip("/").split("/")[2:]
        if parts == ["your-council"]:
            return {"council": self.rehearsal.authority}
        page = next(each for each in self.rehearsal.version.service.pages if each.name == parts[0])
        if page.repeat and len(parts) == 1:
            return {"another": "yes" if self._has_another(page.repeat) else "no"}
        if len(parts) == 3:
            question = next(each for each in page.questions if each.fact == parts[2])
            value = self._items(page.repeat)[int(parts[1]) - 1].get(parts[2])
            return self._given(question, Answer("known", value) if value is not None else None)
        question = next(each for each in page.questions if each.fact == parts[1])
        return self._given(question, self.rehearsal.answers.get(parts[1]))

    def _items(self, repeat: str) -> tuple[Mapping[str, Any], ...]:
        answer = self.rehearsal.answers.get(repeat)
        return answer.value.items if answer and isinstance(answer.value, Repeat) else ()

    def _has_another(self, repeat: str) -> bool:
        # What the list shows already: an item that must be there is asked for without this question.
        shown = len(re.findall(r'id="item-\d+"', self.visit.main))
        return shown < len(self._items(repeat))

    def _given(self, question: Question, answer: Answer | None) -> Mapping[str, Any]:
        if question.type == "file":
            return {"later": "yes"}
        if question.type == "address" and 'name="do" value="hand"' not in self.visit.main:
            return {"by_hand": "yes"}
        declined = answer is not None and answer.state == "declined"
        typed = typed_back(question, answer.value if answer else None, declined=declined)
        if declined and not typed:
            return {"decline": "yes"}
        return {html_name(question.fact, box): list(texts) for box, texts in typed.items()}
