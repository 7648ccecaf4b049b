"""An application on its way: the version it is on, the answers so far, and where the person stands."""

import re
from datetime import datetime

from django.http import Http404, HttpRequest

from shirehall.casework.api import Application as ApplicationOnItsWay
from shirehall.casework.api import UnknownService, applicant_facts, current_version, version_of
from shirehall.casework.models import Draft
from shirehall.casework.versions import resolve
from shirehall.channels.web import languages, visitor
from shirehall.channels.web.channel import NAME
from shirehall.channels.web.contacts import Contact
from shirehall.channels.web.models import WebDraft
from shirehall.kernel.api import Answer, Page, Version, answers_from_stored
from shirehall.kernel.values import Value

_HASH = re.compile(r"[0-9a-f]{64}")


class Application(ApplicationOnItsWay):
    """A person's application for one service on the web. Without `draft` nothing was answered yet."""

    def asked_page(self, name: str) -> Page:
        """A page that is asked. Raises Http404 for one that is not."""
        state = self.journey.page(name)
        if state is None or state.state != "asked":
            raise Http404(name)
        return state.page

    def keep_fact(self, request: HttpRequest, fact: str, answer: Answer | None, *, page: Page) -> None:
        """Keep one answer (None takes it away), begin a draft where there is none, and say where a page is done."""
        answers = {name: each for name, each in self.answers.items() if name != fact}
        if answer is not None:
            answers[fact] = answer
        begun = self.draft is None
        self.put(answers, page=page.name)
        self._held(request, begun)
        if answer is not None and fact in self._contact_facts:
            self._remember_contact(answer.value)

    def save_for(self, request: HttpRequest, *, authority: str = "") -> None:
        """Store the draft as it stands, and let this browser hold it."""
        begun = self.draft is None
        self.save(authority=authority)
        self._held(request, begun)

    def _held(self, request: HttpRequest, begun: bool) -> None:
        if begun and self.draft is not None:
            visitor.hold_draft(request, self.service, self.draft.token, self.at)

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


def application_of(request: HttpRequest, service: str, at: datetime, *, version: str = "") -> Application:
    """The application that this browser is on. A draft goes on under its version; a form that was opened before a newer
    version came out, and begins a draft, goes on under the one it names. Raises Http404 for an unknown service."""
    draft = held_draft(request, service)
    return application_on(draft, service, at, version=version, language=languages.chosen(request))


def application_on(
    draft: Draft | None, service: str, at: datetime, *, version: str = "", language: str = ""
) -> Application:
    """The application of a draft that was read already; of none, or of one that was sent, a new one. It is said in the
    language, or in that of the draft. Raises Http404."""
    found = _application(draft, service, at, version)
    found.speak(language or (found.draft.language if found.draft else ""))
    return found


def _application(draft: Draft | None, service: str, at: datetime, version: str) -> Application:
    if draft is not None and draft.sent_case_id is None:
        loaded = version_of(draft)
        return Application(
            service, loaded, at, NAME, draft=draft, answers=dict(answers_from_stored(loaded, draft.answers)),
            changes=draft.changes,
        )  # fmt: skip
    return Application(service, open_version(service, version), at, NAME)


def held_draft(request: HttpRequest, service: str) -> Draft | None:
    """The draft that this browser holds for a service, sent or not. One query, without the service's text."""
    token = visitor.draft_token(request, service)
    if not token:
        return None
    return Draft.objects.filter(token=token, service=service).first()


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
