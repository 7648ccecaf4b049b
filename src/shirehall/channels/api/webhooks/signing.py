"""How an event is signed: as Standard Webhooks say, so that partners check it with a library they have."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

WINDOW_SECONDS = 300
"""A receiver refuses what is older: who listened in cannot send it again later."""


class WrongSignature(ValueError):  # noqa: N818 - it reads as the sentence it raises
    """It was not sent by who knows the secret, was changed, or is too old."""


def signed_headers(secrets: Iterable[bytes], *, message_id: str, second: int, body: bytes) -> dict[str, str]:
    """The headers of an event: a signature by each secret that counts."""
    signatures = " ".join(f"v1,{_signature(secret, message_id, second, body)}" for secret in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(second), "webhook-signature": signatures}


def verify(secret: bytes, headers: Mapping[str, str], body: bytes, *, now: int) -> None:
    """What a receiver does, for our tests and as a pattern for partners'. Raises WrongSignature."""
    message_id, second = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (second.isascii() and second.isdigit()) or abs(now - int(second)) > WINDOW_SECONDS:
        raise WrongSignature("it is too old, or from the future")
    expected = _signature(secret, message_id, int(second), body)
    given = [each.partition(",") for each in headers.get("webhook-signature", "").split(" ")]
    if not any(
        v == "v1" and hmac.compare_digest(text.encode(), expected.encode()) for v, _comma, text in given
    ):
        raise WrongSignature("no signature is right")


def _signature(secret: bytes, message_id: str, second: int, body: bytes) -> str:
    content = f"{message_id}.{second}.".encode() + body
    return base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
