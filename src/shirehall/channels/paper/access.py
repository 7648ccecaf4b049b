"""Who may use the post room, and which forms they may see there. Every view of staff comes through here."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from shirehall.casework.api import UnknownService, current_version
from shirehall.casework.versions import resolve
from shirehall.channels.paper.models import PrintedForm, Sheet
from shirehall.kernel.api import Service
from shirehall.partnership.api import Officer, officer_of, scope

NEEDS = "help_resident"


@dataclass(frozen=True)
class Clerk:
    """An officer in the post room. `at` is now."""

    officer: Officer
    at: datetime

    @property
    def by(self) -> str:
        """The officer's code, as the record keeps it."""
        return self.officer.email

    def may_see(self, form: PrintedForm) -> bool:
        """Whether the officer may see what is on a form: they help with its service for its council, or, where that is
        not known yet, for one that offers it."""
        try:
            service = resolve(form.service, form.version).version.service
        except UnknownService:
            return False
        authority = form.draft.authority if form.draft and form.draft.authority else form.authority
        return self.may_help(service, authority)

    def may_help(self, service: Service, authority: str = "") -> bool:
        """Whether the officer helps with a service, for a council or for any."""
        reach = scope(self.officer, NEEDS)
        codes = (authority,) if authority else service.offered_by
        return any(reach.covers(team=service.owner, authority=code) for code in codes)


def clerk_of(request: HttpRequest) -> Clerk:
    """The officer. Raises Http404 for one who may not use the post room at all."""
    officer = officer_of(request)
    if scope(officer, NEEDS).is_empty:
        raise Http404
    return Clerk(officer, timezone.now())


def open_form(request: HttpRequest, code: str) -> tuple[Clerk, PrintedForm]:
    """A form by its code. Http404 where there is none, or none that the officer may see: the two look the same."""
    clerk = clerk_of(request)
    form = PrintedForm.objects.select_related("draft__sent_case").filter(code=code).first()
    if form is None or not clerk.may_see(form):
        raise Http404
    return clerk, form


def open_sheet(request: HttpRequest, number: int) -> tuple[Clerk, Sheet]:
    """A sheet: one of a form that the officer may see, or one that found no form, which anybody in the post room may
    see, for it waits for somebody to know it."""
    clerk = clerk_of(request)
    related = ("scan__batch", "scan__document", "form__draft", "document")
    sheet = Sheet.objects.select_related(*related).filter(pk=number).first()
    if sheet is None or (sheet.form is not None and not clerk.may_see(sheet.form)):
        raise Http404
    return clerk, sheet


def service_on_paper(name: str) -> Service:
    """A service that is offered on paper. Raises Http404."""
    try:
        service = current_version(name).service
    except UnknownService as error:
        raise Http404(name) from error
    if "paper" not in service.channels:
        raise Http404(name)
    return service
