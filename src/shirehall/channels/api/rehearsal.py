"""A rehearsal of the API: the answers are sent as JSON, by HTTP, with the key that a demonstration shows developers."""

import json
import re
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from shirehall.casework.api import Rehearsal, RehearsalError
from shirehall.kernel.api import Answer, Question
from shirehall.kernel.questions.address import NO_FIXED_ADDRESS
from shirehall.kernel.values import Address, BankAccount, MoneyPer, Repeat

_SECONDS = 60
_KEY = re.compile(r'id="demonstration-key">(shk_[^<]+)<')


def rehearse(rehearsal: Rehearsal) -> str:
    """Apply by the API. Gives the reference. Raises RehearsalError."""
    body = {"authority": rehearsal.authority, "answers": answers_as_json(rehearsal)}
    path = f"/api/v1/services/{rehearsal.service}/applications"
    status, said = _ask(rehearsal.url, path, key=_key(rehearsal.url), body=body)
    if status not in (200, 201):
        raise RehearsalError(f"{path} answered {status}: {json.dumps(said)[:600]}")
    return str(said["reference"])


def answers_as_json(rehearsal: Rehearsal) -> dict[str, Any]:
    """The answers as a partner's program would send them. Files come later, and what was left empty is left out."""
    asking = rehearsal.version.service.asking
    found: dict[str, Any] = {}
    for name, answer in rehearsal.answers.items():
        if isinstance(answer.value, Repeat):
            found[name] = [
                {part: as_json(asking[f"{name}.{part}"], value) for part, value in item.items()}
                for item in answer.value.items
            ]
        elif (question := asking.get(name)) is not None and question.kind != "files":
            given = _answer(question, answer)
            if given is not None:
                found[name] = given
    return found


def _answer(question: Question, answer: Answer) -> Any:
    if answer.state == "declined":
        return {"declined": True}
    return as_json(question, answer.value) if answer.state == "known" else None


def as_json(question: Question, value: Any) -> Any:
    """One value as JSON gives it."""
    match value:
        case bool() | str():
            return value
        case int():
            return _pounds(value) if question.kind == "money" else value
        case MoneyPer():
            return {"amount": _pounds(value.pence), "per": value.per}
        case Address() if value.lines == (NO_FIXED_ADDRESS,):
            return {"no_fixed_address": True}
        case Address():
            return {"lines": list(value.lines), "town": value.town, "postcode": value.postcode}
        case BankAccount():
            account = {"holder": value.holder, "sort_code": value.sort_code, "number": value.number}
            return {**account, "roll": value.roll} if value.roll else account
        case tuple() | frozenset() | list():
            return sorted(str(each) for each in value)
    return value.isoformat()


def _pounds(pence: int) -> Any:
    return pence // 100 if pence % 100 == 0 else float(Decimal(pence) / 100)


def _key(url: str) -> str:
    """The key that the developers' page of a demonstration shows."""
    try:
        with urlopen(f"{url}/api/", timeout=_SECONDS) as page:  # noqa: S310 - the address of a server of ours
            found = _KEY.search(page.read().decode())
    except (OSError, URLError) as error:
        raise RehearsalError(f"the developers' page did not open: {error}") from error
    if not found:
        raise RehearsalError("the developers' page shows no key: is it a demonstration?")
    return found[1]


def _ask(url: str, path: str, *, key: str, body: Mapping[str, Any]) -> tuple[int, Any]:
    request = Request(  # noqa: S310 - the address of a server of ours
        f"{url}{path}", data=json.dumps(body).encode(), method="POST",
        headers={
            "Authorization": f"Bearer {key}", "Content-Type": "application/json",
            "Idempotency-Key": secrets.token_hex(16),
        },
    )  # fmt: skip
    try:
        with urlopen(request, timeout=_SECONDS) as response:  # noqa: S310
            return response.status, json.loads(response.read())
    except HTTPError as error:
        with error:
            return error.code, json.loads(error.read() or b"{}")
    except (OSError, URLError) as error:
        raise RehearsalError(f"{path} did not answer: {error}") from error
