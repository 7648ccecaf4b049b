"""An application on its way: the version it is on, the answers so far, and where the person stands."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from shirehall.casework.api import (
    RESIDENT,
    UnknownService,
    applicant_facts,
    current_version,
    local_date,
    record_draft,
    save_draft,
    version_of,
)
from shirehall.casework.models import Case, Draft
from shirehall.casework.versions import resolve
from shirehall.channels.web import visitor
from shirehall.channels.web.channel import NAME
from shirehall.channels.web.contacts import Contact
from shirehall.channels.web.models import WebDraft
from shirehall.channels.web.screens import Items
from shirehall.kernel.api import Answer, Journey, Page, Version, answers_from_stored, journey
from shirehall.kernel.values import Address, Repeat, Value
from shirehall.partnership.api import authority as council_of

_HELD = """
    SELECT d.*, w.id AS on_web_id, w.contact_key AS on_web_key, w.changes_id AS on_web_changes
    FROM shirehall_casework_draft d LEFT JOIN shirehall_web_webdraft w ON w.draft_id = d.id
    WHERE d.token = %s AND d.service = %s
"""

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass
class Application:
    """A person's application for one service. Without `draft` nothing was answered yet."""

    service: str
    version: Version
    at: datetime
    draft: Draft | None = None
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The local day."""
        return local_date(self.at)

    @property
    def changes(self) -> Case | None:
        """The case that this tells a change of, or None for a new application."""
        on_web = getattr(self.draft, "on_web", None)
        return on_web.changes if on_web else None

    @cached_property
    def told_authority(self) -> str:
        """The council that the answers tell, or empty: by a question that lists councils, else by the address."""
        for each in self.version.service.questions:
            chosen = self.value(each.fact) if each.type == "choice" else None
            if isinstance(chosen, str) and council_of(chosen) and all(map(council_of, each.asked.options)):
                return chosen
        address = self.answers.get(self._address_fact)
        return address.value.authority if address and isinstance(address.value, Address) else ""

    @property
    def authority(self) -> str:
        """The council as far as it is known, or empty."""
        if self.changes:
            return self.changes.authority
        return self.told_authority or (self.draft.authority if self.draft else "") or self._only_council

    @property
    def _only_council(self) -> str:
        offered = self.version.service.offered_by
        return offered[0] if len(offered) == 1 else ""

    @property
    def _address_fact(self) -> str:
        declared = applicant_facts(self.version).get("address", "")
        found = (each.fact for each in self.version.service.questions if each.type == "address")
        return declared or next(found, "")

    @cached_property
    def journey(self) -> Journey:
        """Where the person stands. Where the council is not known yet, the first that offers the service stands in:
        conditions on pages seldom differ, and it is known before anything is decided."""
        authority = self.authority or self.version.service.offered_by[0]
        return journey(self.version, self.answers, on=self.on, authority=authority)

    def page(self, name: str) -> Page:
        """A page that is asked. Raises Http404 for one that is not."""
        state = self.journey.page(name)
        if state is None or state.state != "asked":
            raise Http404(name)
        return state.page

    def items(self, page: Page) -> Items:
        """The items of a repeated page."""
        answer = self.answers.get(page.repeat)
        repeat = answer.value if answer and isinstance(answer.value, Repeat) else Repeat()
        authority = self.authority or self.version.service.offered_by[0]
        return Items(self.version, page, repeat, self.answers, self.on, authority)

    def value(self, fact: str) -> Value | None:
        """The known value of a fact, or None."""
        answer = self.answers.get(fact)
        return answer.value if answer and answer.state == "known" else None

    def keep(self, request: HttpRequest, fact: str, answer: Answer | None, *, page: Page) -> None:
        """Keep one answer (None takes it away), begin a draft where there is none, and say where a page is done."""
        answers = {name: each for name, each in self.answers.items() if name != fact}
        if answer is not None:
            answers[fact] = answer
        self.answers = answers
        for worked_out in ("journey", "told_authority"):
            self.__dict__.pop(worked_out, None)
        state = self.journey.page(page.name)
        self.save(request, page=page.name, done=bool(state and state.complete))
        if answer is not None and fact in self._contact_facts:
            self._remember_contact(answer.value)

    @property
    def _contact_facts(self) -> frozenset[str]:
        roles = applicant_facts(self.version)
        return frozenset(roles[role] for role in ("email", "telephone") if role in roles)

    def _remember_contact(self, value: Value | None) -> None:
        """Let the contact that was given come back to the draft, unless one was proved already."""
        if not isinstance(value, str) or self.draft is None:
            return
        contact = Contact("email" if "@" in value else "sms", value)
        on_web, made = WebDraft.objects.get_or_create(draft=self.draft, defaults={"contact_key": contact.key})
        if not made and on_web.verified_at is None:
            WebDraft.objects.filter(pk=on_web.pk).update(contact_key=contact.key)

    def save(self, request: HttpRequest, *, page: str = "", done: bool = False, authority: str = "") -> None:
        """Store the draft as it stands."""
        begun = self.draft is None
        self.draft = save_draft(
            draft=self.draft, service=self.service, answers=self.answers, channel=NAME, by=RESIDENT, at=self.at,
            page=page, done=done, authority=authority or self.told_authority, version=self.version.hash,
        )  # fmt: skip
        if begun:
            visitor.hold_draft(request, self.service, self.draft.token, self.at)

    def see(self, page: str) -> None:
        """Tell the measures that a page was opened: which one, never what was answered."""
        if self.draft is not None:
            record_draft(draft=self.draft, kind="page_seen", by=RESIDENT, at=self.at, page=page, channel=NAME)

    def known(self, value: Value) -> Answer:
        """An answer of the resident on the web, now."""
        return Answer("known", value, source="resident", channel=NAME, by=RESIDENT, at=self.at)

    def without_value(self, *, declined: bool) -> Answer:
        """An answer that is not a value: "I don't know", or an optional question left empty."""
        state = "declined" if declined else "not_applicable"
        return Answer(state, None, source="resident", channel=NAME, by=RESIDENT, at=self.at)  # type: ignore[arg-type]


def application_of(request: HttpRequest, service: str, at: datetime, *, version: str = "") -> Application:
    """The application that this browser is on. A draft goes on under its version; a form that was opened before a newer
    version came out, and begins a draft, goes on under the one it names. Raises Http404 for an unknown service."""
    return application_on(held_draft(request, service), service, at, version=version)


def application_on(draft: Draft | None, service: str, at: datetime, *, version: str = "") -> Application:
    """The application of a draft that was read already; of none, or of one that was sent, a new one. Raises Http404."""
    if draft is not None and draft.sent_case_id is None:
        loaded = version_of(draft)
        return Application(service, loaded, at, draft, answers_from_stored(loaded, draft.answers))
    return Application(service, open_version(service, version), at)


def held_draft(request: HttpRequest, service: str) -> Draft | None:
    """The draft that this browser holds for a service, sent or not. One query, without the service's text."""
    token = visitor.draft_token(request, service)
    if not token:
        return None
    # The statement is made once: Django works a join of four models out anew each time, at ten times the query's cost.
    draft = next(iter(Draft.objects.raw(_HELD, [token, service])), None)
    if draft is not None:
        names = ["id", "draft_id", "contact_key", "changes_id"]
        about = [draft.on_web_id, draft.pk, draft.on_web_key, draft.on_web_changes]  # type: ignore[attr-defined]
        on_web = WebDraft.from_db(draft._state.db, names, about) if about[0] else None
        draft._state.fields_cache["on_web"] = on_web
    return draft


def open_version(service: str, version_hash: str = "") -> Version:
    """A version of a service to begin on the web: the one of that hash, else the current one. Raises Http404."""
    try:
        loaded = _version_called(service, version_hash) or current_version(service)
    except UnknownService as error:
        raise Http404(service) from error
    if NAME not in loaded.service.channels:
        raise Http404(service)
    return loaded


def _version_called(service: str, version_hash: str) -> Version | None:
    # It comes from a form, so it may hold anything, even what no database takes.
    if not _HASH.fullmatch(version_hash):
        return None
    try:
        return resolve(service, version_hash).version
    except UnknownService:
        return None
