"""What went wrong, for a program: RFC 9457, `application/problem+json`. Never a traceback, never silence."""

import json
from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse

KINDS: Mapping[str, str] = {
    "no-key": "The key is missing, wrong, expired or revoked",
    "scope": "The key may not do this",
    "bad-request": "The request is not as it must be",
    "media-type": "The body is neither an XML nor a PDF invoice",
    "too-large": "The body is too large",
    "not-taken": "The file was not taken",
    "key-reused": "This idempotency key came before with something else",
    "too-many": "Too many calls",
    "not-found": "There is nothing here",
    "method": "This address does not take this method",
    "later": "It cannot be taken just now",
}
"""The last part of `type` -> `title`."""


class Problem(Exception):  # noqa: N818 - it reads as what it is called on the wire
    """A call that cannot be answered as it was meant. `detail` says why and what to do."""

    def __init__(self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.headers = status, kind, detail, dict(headers or {})

    def response(self) -> HttpResponse:
        """The answer that says it."""
        body = {
            "type": f"{reverse('finance_e_invoices_described')}#{self.kind}", "title": KINDS[self.kind],
            "status": self.status, "detail": self.detail,
        }  # fmt: skip
        return HttpResponse(
            json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace"), status=self.status,
            headers=self.headers, content_type="application/problem+json",
        )  # fmt: skip
