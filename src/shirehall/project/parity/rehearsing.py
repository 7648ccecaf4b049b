"""Takes whole cases through a channel and reads from the server's own database what was decided."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import requests
from django.utils.module_loading import import_string

from shirehall.casework.api import (
    Rehearsal,
    RehearsalError,
    Rehearse,
    case_by_reference,
    channels,
    current_decision,
    current_version,
    kernel_decision,
)
from shirehall.kernel.api import decide
from shirehall.kernel.examples import Example
from shirehall.project.parity.comparing import differences
from shirehall.project.parity.completing import WholeCase, complete, examples_to_rehearse


def rehearse_channels(
    *,
    service: str,
    wanted: list[str],
    url: str,
    officer: tuple[str, str],
    folder: Path,
    on: date,
    most: int,
    numbers: Iterator[int],
) -> Iterator[dict[str, Any]]:
    """One line a channel that the service declares (of `wanted`, where it is not empty): service, channel,
    cases, same, differences. `numbers` are of invented people: each rehearsal is of another person."""
    version = current_version(service)
    examples = examples_to_rehearse(version, most)
    for channel in version.service.channels:
        if wanted and channel not in wanted:
            continue
        found: list[dict[str, Any]] = []
        same = 0
        for case, example in enumerate(examples):
            run = next(numbers)
            whole = complete(version, example, on=on, case=case, run=run)
            rehearsal = Rehearsal(
                url=url, service=service, version=version, answers=whole.answers, authority=whole.authority, on=on,
                officer=officer, folder=folder / f"{channel}-{case}", number=run,
            )  # fmt: skip
            rehearsal.folder.mkdir(parents=True, exist_ok=True)
            wrong = _rehearse(channel, rehearsal, whole, example)
            same += not wrong
            found += wrong
        yield {
            "service": service,
            "channel": channel,
            "cases": len(examples),
            "same": same,
            "differences": found,
        }


def _rehearse(channel: str, rehearsal: Rehearsal, whole: WholeCase, example: Example) -> list[dict[str, Any]]:
    """What differs for one case; that nothing was decided is a difference too."""
    registered = channels.get(channel)
    if registered is None or not registered.rehearsal:
        return [_not_taken(example.name, f"there is no rehearsal for the channel {channel}")]
    try:
        run: Rehearse = import_string(registered.rehearsal)
    except ImportError as error:
        return [_not_taken(example.name, f"the rehearsal of {channel} cannot be loaded: {error}")]
    try:
        reference = run(rehearsal)
    except (RehearsalError, requests.RequestException, AssertionError) as error:
        return [_not_taken(example.name, str(error))]
    case = case_by_reference(reference)
    row = current_decision(case) if case else None
    if row is None:
        return [_not_taken(example.name, f"no decision stands under the reference {reference!r}")]
    came_by = row.submission.channel
    if came_by != channel:
        return [_not_taken(example.name, f"the case came in by {came_by}")]
    expected = decide(rehearsal.version, whole.answers, authority=whole.authority, on=rehearsal.on)
    return differences(example.name, expected, kernel_decision(row))


def _not_taken(case: str, said: str) -> dict[str, Any]:
    return {"case": case, "what": "not taken", "said": said[:2000]}
