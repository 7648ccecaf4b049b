"""What a form says by now: its answers go to a draft; what is left is to confirm, to ask, or to wait for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from shirehall.capabilities.documents.api import Document
from shirehall.casework.api import Application, save_draft
from shirehall.casework.versions import resolve
from shirehall.channels.paper.channel import NAME
from shirehall.channels.paper.models import Confirmation, PrintedForm, Sheet
from shirehall.channels.paper.printing.keys import (
    ALL,
    COUNCIL,
    LIST,
    NONE,
    SIGNATURE,
    SIGNING,
    Key,
    key_of,
)
from shirehall.channels.paper.proposing import Proposal, Read, by_question, propose
from shirehall.kernel.api import Answer, Page, Question, Version, item_questions
from shirehall.kernel.questions import TYPES
from shirehall.kernel.values import Repeat, Value
from shirehall.partnership.api import authority as council_of


@dataclass(frozen=True, slots=True)
class Wish:
    """A question that is left: `question` None for the list of a repeated page, the council and the signature."""

    key: Key
    proposal: Proposal
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a form stands. `sheets` are the numbers of those that came; `confirm` what was read but is not certain,
    `ask` what was left empty; `ready` when nothing is left."""

    form: PrintedForm
    application: Application
    sheets: tuple[int, ...]
    confirm: tuple[Wish, ...]
    ask: tuple[Wish, ...]

    @property
    def ready(self) -> bool:
        """Whether it can be sent."""
        waits = self.confirm or self.ask or self.application.needs_council or self.application.journey.next
        return not waits and self.application.is_offered

    @property
    def is_sent(self) -> bool:
        """Whether it was sent already."""
        draft = self.form.draft
        return draft is not None and draft.sent_case_id is not None


def settle(*, form: PrintedForm, at: datetime) -> Standing | None:
    """Keep on the draft what is certain by now, beginning one where there is none; None where no sheet came yet."""
    with transaction.atomic():
        return _settle(PrintedForm.objects.select_for_update(of=("self",)).get(pk=form.pk), at)


def _settle(form: PrintedForm, at: datetime) -> Standing | None:
    sheets = list(Sheet.objects.filter(form=form, state=Sheet.State.READ).order_by("number"))
    if not sheets:
        return None
    version = resolve(form.service, form.version).version
    if form.draft is None:
        draft = save_draft(
            draft=None, service=form.service, answers={}, channel=NAME, by="resident", at=at,
            authority=form.authority, version=form.version, reference=form.reference,
        )  # fmt: skip
        PrintedForm.objects.filter(pk=form.pk).update(draft=draft)
        form.draft = draft
    documents = [sheet.document_id for sheet in sheets if sheet.document_id]
    Document.objects.filter(pk__in=documents, draft=None).update(draft=form.draft, kind=Document.Kind.UPLOAD)
    application = Application.of(form.draft, channel=NAME, at=at)
    found = _Form(form, version, application, _proposals(form, version, sheets, application))
    if form.draft.sent_case_id is None:
        found.keep()
    confirm, ask = found.left()
    return Standing(form, application, tuple(each.number for each in sheets), confirm, ask)


def _proposals(
    form: PrintedForm, version: Version, sheets: Sequence[Sheet], application: Application
) -> dict[Key, Proposal]:
    read: list[Read] = [each for sheet in sheets for each in sheet.read]
    by_words = {str(each["key"]) for sheet in sheets if sheet.by_words for each in sheet.read}
    pages = {page.name: page for page in version.service.pages}
    found: dict[Key, Proposal] = {}
    for key, boxes in by_question(read).items():
        question = question_at(pages, key)
        proposal = propose(key, question, boxes, on=application.on) if question else _of_form(key, boxes)
        # A sheet that was known by its words alone is looked at whole: they could be another's.
        loose = any(box["key"] in by_words for box in boxes)
        found[key] = replace(proposal, certain=False) if loose and proposal.state != "empty" else proposal
    for each in Confirmation.objects.filter(form=form):
        key = key_of(each.question)
        question = question_at(pages, key)
        found[key] = confirmed(key, question, each, application)
    return found


def question_at(pages: Mapping[str, Page], key: Key) -> Question | None:
    """The question of a key; None for what the form itself asks."""
    page = pages.get(key.page)
    return next((each for each in page.questions if each.fact == key.fact), None) if page else None


def confirmed(
    key: Key, question: Question | None, row: Confirmation, application: Application
) -> Proposal:  # fmt: skip
    """What an officer read."""
    if question is None or row.state != "known":
        return Proposal(key, row.state, row.raw, certain=True)  # type: ignore[arg-type]
    value = TYPES[question.type].read(question.asked, row.raw, on=application.on)
    return Proposal(key, "known", row.raw, value, certain=True)


def _of_form(key: Key, boxes: Sequence[Read]) -> Proposal:
    """The list of a repeated page, the council, the signature: what the form asks beside the definition."""
    if key.fact == SIGNATURE:
        signed = any(each["ink"] for each in boxes)
        return Proposal(key, "known" if signed else "empty", {}, certain=True)
    if boxes[0]["kind"] != "tick":
        return Proposal(key, "known", {}, certain=True)
    chosen = [key_of(each["key"]).part for each in boxes if each["state"] == "ticked"]
    plain = all(each["state"] in ("ticked", "empty") for each in boxes) and len(chosen) <= 1
    if not plain:
        return Proposal(key, "unclear", {})
    return Proposal(key, "known" if chosen else "empty", {"": chosen}, certain=True)


class _Form:
    """A form with its proposals, against the journey of its application."""

    def __init__(
        self, form: PrintedForm, version: Version, application: Application, proposals: Mapping[Key, Proposal]
    ) -> None:
        self.form, self.version, self.application, self.proposals = form, version, application, proposals
        self.confirmed = frozenset(form.confirmed.values_list("question", flat=True))

    def keep(self) -> None:
        """Put what is certain into the draft. What another channel gave stays as it is."""
        answers = dict(self.application.answers)
        for page in self.version.service.pages:
            if page.repeat:
                self._keep_list(page, answers)
                continue
            for question in page.questions:
                proposal = self.proposals.get(Key(page.name, 0, question.fact))
                self._put(answers, question.fact, self._answer(question, proposal))
        authority = self._council()
        current = self.application.draft.authority if self.application.draft else ""
        if answers != self.application.answers or authority not in ("", current):
            self.application.put(answers, page="")
            if authority not in ("", current):
                self.application.save(authority=authority)

    def _council(self) -> str:
        proposal = self.proposals.get(Key(SIGNING, 0, COUNCIL))
        chosen = list(proposal.raw.get("", ())) if proposal and proposal.certain else []
        return chosen[0] if chosen and council_of(chosen[0]) else ""

    def _put(self, answers: dict[str, Answer], fact: str, answer: Answer | None) -> None:
        standing = answers.get(fact)
        if standing is not None and standing.channel != NAME:
            return
        if answer is None:
            answers.pop(fact, None)
        elif standing is None or (standing.state, standing.value) != (answer.state, answer.value):
            answers[fact] = answer

    def _answer(self, question: Question, proposal: Proposal | None) -> Answer | None:
        if proposal is None or not proposal.certain:
            return None
        if proposal.state == "known" and proposal.value is not None:
            return self.application.known(proposal.value)
        if proposal.state == "declined":
            return self.application.without_value(declined=True)
        optional = question.asked.optional and proposal.state == "empty"
        return self.application.without_value(declined=False) if optional else None

    def _keep_list(self, page: Page, answers: dict[str, Answer]) -> None:
        items = [self._item(page, number) for number in self._blocks(page)]
        ended = self._ended(page)
        if not items and ended is None:
            self._put(answers, page.repeat, None)
            return
        whole = all(not self._left_of(page, number) for number in self._blocks(page))
        repeat = Repeat(tuple(items), done=bool(ended and whole and (items or ended == NONE)))
        self._put(answers, page.repeat, self.application.known(repeat))

    def _blocks(self, page: Page) -> list[int]:
        """The numbers of the blocks in which something is written; none where an officer saw that there is none."""
        if self._ended(page) == NONE and str(Key(page.name, 0, LIST)) in self.confirmed:
            return []
        return sorted({
            key.item for key, proposal in self.proposals.items()
            if key.page == page.name and key.item and proposal.state != "empty"
        })  # fmt: skip

    def _item(self, page: Page, number: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for question in page.questions:
            proposal = self.proposals.get(Key(page.name, number, question.fact))
            if proposal and proposal.certain and proposal.state == "known" and proposal.value is not None:
                found[question.fact] = proposal.value
        return found

    def _ended(self, page: Page) -> str | None:
        """Whether the person said that this is all (ALL) or that there is none (NONE)."""
        proposal = self.proposals.get(Key(page.name, 0, LIST))
        chosen = list(proposal.raw.get("", ())) if proposal and proposal.certain else []
        return chosen[0] if chosen and chosen[0] in (ALL, NONE) else None

    def left(self) -> tuple[tuple[Wish, ...], tuple[Wish, ...]]:
        """What is to be confirmed, and what is to be asked, in the order of the form."""
        confirm: list[Wish] = []
        ask: list[Wish] = []
        for wish in self._wishes():
            (confirm if wish.proposal.state != "empty" else ask).append(wish)
        return tuple(confirm), tuple(ask)

    def _wishes(self) -> Iterator[Wish]:
        for state in self.application.journey.pages:
            page = state.page
            if state.state != "asked":
                continue
            if page.repeat:
                yield from self._list_left(page)
                continue
            for question in state.questions:
                standing = self.application.answers.get(question.fact)
                if question.type == "file" or standing is not None:
                    continue
                key = Key(page.name, 0, question.fact)
                yield Wish(key, self.proposals.get(key) or Proposal(key, "empty"), question)
        yield from self._form_left()

    def _list_left(self, page: Page) -> Iterator[Wish]:
        standing = self.application.answers.get(page.repeat)
        if standing is not None and standing.channel != NAME:
            return
        blocks = self._blocks(page)
        for number in blocks:
            yield from self._left_of(page, number)
        key = Key(page.name, 0, LIST)
        ended = self._ended(page)
        if ended is None or (ended == NONE) == bool(blocks):
            proposal = self.proposals.get(key) or Proposal(key, "empty")
            contradicts = ended is not None and not (ended == ALL and page.at_least == 0 and not blocks)
            yield Wish(key, replace(proposal, state="unclear") if contradicts or proposal.raw else proposal)

    def _left_of(self, page: Page, number: int) -> list[Wish]:
        """What is left of one item."""
        application, found = self.application, []
        item = self._item(page, number)
        questions = item_questions(
            self.version, page, item, application.answers, on=application.on,
            authority=application.assumed_authority,
        )  # fmt: skip
        for question in questions:
            key = Key(page.name, number, question.fact)
            proposal = self.proposals.get(key) or Proposal(key, "empty")
            settled = proposal.certain and (
                proposal.state == "known"
                or (proposal.state in ("empty", "declined") and (question.asked.optional or question.decline))
            )
            if question.type != "file" and not settled:
                found.append(Wish(key, proposal, question))
        return found

    def _form_left(self) -> Iterator[Wish]:
        signature = Key(SIGNING, 0, SIGNATURE)
        signed = self.proposals.get(signature)
        if signed is None or signed.state != "known":
            yield Wish(signature, signed or Proposal(signature, "empty"))
        if self.application.needs_council:
            council = Key(SIGNING, 0, COUNCIL)
            yield Wish(council, self.proposals.get(council) or Proposal(council, "empty"))
