"""Giving in files by hand: several at once, and what became of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shirehall.capabilities.documents.api import ScannerSilentError
from shirehall.departments.finance.intake.access import WORK, Clerk, clerk_of, open_message
from shirehall.departments.finance.intake.staff.drawing import draw
from shirehall.departments.finance.intake.staff.showing import council_of, files_of
from shirehall.departments.finance.intake.uploading import MOST_BYTES, Uploaded, UploadError, take_upload
from shirehall.design.fields import field_of
from shirehall.kernel.questions import Box
from shirehall.partnership.api import authority, officer_required

_ACCEPT = ".pdf,.xml,.png,.jpg,.jpeg,.tif,.tiff,.webp,.zip,.eml"


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Give files in."""
    clerk = clerk_of(request, WORK)
    council, error = "", ""
    if request.method == "POST":
        council = request.POST.get("council", "")
        files = request.FILES.getlist("files")
        try:
            if council not in [value for value, _text in _councils(clerk)]:
                raise UploadError(_("Choose the council, or let the invoice say it"))
            if sum(each.size or 0 for each in files) > MOST_BYTES:
                raise UploadError(
                    _("Together the files are larger than %(most)d MB") % {"most": MOST_BYTES // 1_000_000}
                )
            given = [Uploaded(each.name or "", each.read()) for each in files]
            message = take_upload(files=given, authority=council, by=clerk.by, at=clerk.at)
        except (UploadError, ScannerSilentError) as problem:
            error = str(problem)
        else:
            return redirect("finance_uploaded", message.pk)
    field = field_of(
        id="files", ask=_("Files"), hint=_("PDF, XML, pictures, mails, or a ZIP of them. Many at once."),
        boxes=(Box("", "file", accept=_ACCEPT),), error=error, legend_is_heading=False,
    )  # fmt: skip
    context = {"field": field, "councils": _councils(clerk), "council": council}
    errors = [field.error_link] if error else []
    return draw(request, "upload.html", context, status=422 if error else 200, errors=errors)


def _councils(clerk: Clerk) -> list[tuple[str, str]]:
    """The councils to choose from; the invoice itself may say it where the officer's place is for all."""
    whole = [("", _("As the invoice says"))] if clerk.is_for_all(WORK) else []
    found = [(code, authority(code)) for code in clerk.councils(WORK)]
    return [*whole, *((code, each.name if each else code) for code, each in found)]


@never_cache
@officer_required
@require_safe
def uploaded(request: HttpRequest, number: int) -> HttpResponse:
    """What became of the files."""
    _clerk, message = open_message(request, number, WORK)
    files = files_of(message)
    done = sum(each["kind"] != "working" for each in files)
    context = {
        "message": message,
        "files": files,
        "done": done,
        "waiting": done < len(files),
        "council": council_of(message),
    }
    return draw(request, "uploaded.html", context)
