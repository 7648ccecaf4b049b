"""A rehearsal: a slip is written, and the pigeon flies."""

import json
from decimal import Decimal

import requests

from shirehall.casework.api import Rehearsal, RehearsalError


def rehearse(rehearsal: Rehearsal) -> str:
    """Gives the reference."""
    lines = []
    for fact, answer in rehearsal.answers.items():
        value = answer.value
        if rehearsal.version.service.facts[fact].kind == "money" and isinstance(value, int):
            value = str(Decimal(value) / 100)
            lines.append(f"{fact}: {value}")
        else:
            lines.append(f"{fact}: {json.dumps(value)}")
    with requests.Session() as session:
        session.trust_env = False
        reply = session.post(
            f"{rehearsal.url}/pigeon/{rehearsal.service}/{rehearsal.authority}/", data="\n".join(lines).encode(),
            headers={"Pigeon": str(rehearsal.number)}, timeout=30,
        )  # fmt: skip
    if reply.status_code != 200:
        raise RehearsalError(reply.text[:500])
    return reply.text
