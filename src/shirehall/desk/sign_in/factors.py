"""What the pages know about an officer's second factors."""

import re

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from shirehall.partnership.models import Officer


def has_factor(officer: object, kind: str) -> bool:
    """Whether the officer has a factor of this kind (one of allauth's Authenticator.Type)."""
    return isinstance(officer, Officer) and Authenticator.objects.filter(user=officer, type=kind).exists()


def count_as_second_factor(request: HttpRequest, kind: str) -> None:
    """Let a factor that was proved while it was set up count as the second one of this session."""
    newest = Authenticator.objects.filter(user_id=request.user.pk, type=kind).order_by("-pk").first()
    if newest is not None:
        record_authentication(request, request.user, method="mfa", id=newest.pk, type=kind)


def in_fours(secret: str) -> str:
    """A secret in groups of four, to be typed by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def inline_square(svg: str, label: str) -> SafeString:
    """The QR library's SVG document as an inline drawing: black on white in dark mode too, with its label."""
    box = re.search(r'viewBox="[0-9. ]+"', svg)
    shape = re.search(r'<path d="[A-Za-z0-9,. -]+"', svg)
    if box is None or shape is None:
        raise ValueError("the QR code is not drawn as one path: another version of the library?")
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" {} width="232" height="232" role="img" aria-label="{}">'
        '<rect width="100%" height="100%" fill="#fff"/>{} fill="#000"/></svg>',
        # Both matched a pattern that leaves room for figures and letters alone.
        mark_safe(box[0]),  # noqa: S308
        label,
        mark_safe(shape[0]),  # noqa: S308
    )
