"""What went wrong, for a program: RFC 9457, `application/problem+json`. Never a traceback, never silence."""

import json
from collections.abc import Iterable, Mapping

from django.http import HttpResponse
from django.urls import reverse

Found = tuple[str, str]
"""A fact, and a sentence about what was given for it."""

KINDS: Mapping[str, str] = {
    "bad-json": "The body cannot be read as JSON",
    "bad-request": "The request is not as it must be",
    "no-key": "The key is missing, wrong, expired or revoked",
    "scope": "The key may not do this",
    "not-found": "There is nothing here",
    "method": "This address does not take this method",
    "conflict": "This cannot be done as things stand",
    "gone": "The details were deleted at the end of the time we keep them",
    "too-large": "The body is too large",
    "media-type": "The body is of another type than this address takes",
    "answers": "Some answers are missing or cannot be taken",
    "key-reused": "This idempotency key came before with something else",
    "too-many": "Too many calls",
    "fault": "Something went wrong here",
}
"""The last part of `type` -> `title`. The developers' page explains each under its name."""


class Problem(Exception):  # noqa: N818 - it reads as what it is called on the wire
    """A call that cannot be answered as it was meant. `detail` is a sentence that says why and what to do."""

    def __init__(
        self, status: int, kind: str, detail: str, *, problems: Iterable[Found] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.problems, self.headers = tuple(problems), dict(headers or {})

    def response(self) -> HttpResponse:
        """The answer that says it."""
        body: dict[str, object] = {
            "type": f"{reverse('api_developers')}#{self.kind}", "title": KINDS[self.kind], "status": self.status,
            "detail": self.detail,
        }  # fmt: skip
        if self.problems:
            body["problems"] = [{"fact": fact, "message": message} for fact, message in self.problems]
        return HttpResponse(
            json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace"), status=self.status,
            headers=self.headers,
            content_type="application/problem+json",
        )  # fmt: skip


def not_found(detail: str) -> Problem:
    """There is no such thing, or none that this partner may see: the two look the same."""
    return Problem(404, "not-found", detail)
