"""An officer in the middle of helping: the draft, who is there, and what may be done. Guards every page of a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shirehall.casework.api import Application, SubmissionError
from shirehall.casework.models import Draft
from shirehall.channels.assisted.access import Helper, note_look, open_draft
from shirehall.channels.assisted.channel import PHONE
from shirehall.channels.assisted.drawing import draw_not_yours, draw_refused, draw_stopped
from shirehall.channels.assisted.models import Help
from shirehall.kernel.api import AnswersError
from shirehall.partnership.api import officer_of, officer_required

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Helping:
    """What a page about a draft works with."""

    helper: Helper
    help: Help
    application: Application

    @property
    def draft(self) -> Draft:
        """The draft. It stands from the moment that help begins."""
        assert self.application.draft is not None
        return self.application.draft

    @property
    def reference(self) -> str:
        """What the person can say on the phone."""
        return self.draft.reference

    @property
    def at(self) -> datetime:
        """Now."""
        return self.application.at

    @property
    def speaks_by_phone(self) -> bool:
        """Whether the words for the voice are used."""
        return self.help.how == Help.How.PHONE

    @property
    def is_script(self) -> bool:
        """Whether help goes by the script, one question a card."""
        return self.help.channel == PHONE


def helper_of(request: HttpRequest) -> Helper:
    """The officer behind a request."""
    return Helper(officer_of(request))


def open_help(draft: Draft, by: str) -> Help | None:
    """The stretch of help that an officer is in the middle of."""
    found = Help.objects.filter(draft=draft, by=by, ended_at=None)
    return found.order_by("-began_at", "-pk").first()


def helped(view: View) -> View:
    """A page of a draft that the officer is helping with: the view is given the request and a `Helping`."""

    @wraps(view)
    def guarded(request: HttpRequest, reference: str, **more: Any) -> HttpResponse:
        at, helper = timezone.now(), helper_of(request)
        draft, version = open_draft(helper, reference, at)
        if draft.sent_case_id is not None:
            return redirect("assisted_done", draft.reference)
        help_given = open_help(draft, helper.by)
        if help_given is None:
            return (
                draw_stopped(request, draft)
                if request.method == "POST"
                else redirect("assisted_join", draft.reference)
            )
        source = "officer" if request.POST.get("source") == "officer" else "resident"
        application = Application.of(draft, channel=help_given.channel, by=helper.by, source=source, at=at)  # type: ignore[arg-type]
        if not helper.may_help(version.service, application.authority):
            return draw_not_yours(request, draft, application.authority)
        note_look(helper, draft, at)
        try:
            return view(request, Helping(helper, help_given, application), **more)
        except SubmissionError:
            # Sent in the same moment, by the resident perhaps.
            return draw_stopped(request, draft)
        except AnswersError as error:
            return draw_refused(request, draft, [sentence for _fact, sentence in error.problems])

    return officer_required(require_http_methods(["GET", "HEAD", "POST"])(guarded))
