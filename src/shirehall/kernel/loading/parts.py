"""Evidence, retention, deadlines and messages out of a service folder."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from shirehall.kernel.definition import EvidenceAsked, MessageTemplate, Reminder, Renewal
from shirehall.kernel.loading import keys
from shirehall.kernel.loading.place import Faults, Place
from shirehall.kernel.loading.questions import expression
from shirehall.kernel.problems import DefinitionError, nearest
from shirehall.kernel.reminding import RUNGS
from shirehall.kernel.source import HALF_CHARACTER, Map, read_yaml

MESSAGE_EVENTS = (
    "received", "decided", "evidence_wanted", "reminder", "evidence_received", "evidence_refused", "withdrawn",
    "changed", "review_asked", "review_closed", "call_back_closed", "renewal_due",
)  # fmt: skip
REMINDER_CHANNELS = ("sms", "email", "letter")
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}
_REMINDER = re.compile(r"(sms|email|letter) after ([0-9]{1,3}) (days?|weeks?)\Z")
_PERIOD = re.compile(r"([0-9]{1,4}) (days?|weeks?|months?|years?)(?: after (closed|last saved))?\Z")
_WORKING = re.compile(r"([0-9]{1,3}) working days?\Z")
LONGEST_KEPT = 150 * 365
_SECTION = re.compile(r"^# (\w+)[ \t]*$", re.MULTILINE)


def load_evidence(place: Place) -> tuple[EvidenceAsked, ...]:
    """The evidence that may be owed."""
    found = []
    for each in place.places("evidence"):
        each.only(keys.EVIDENCE)
        name = each.word("evidence")
        accept = each.texts("accept") if isinstance(each.node.items.get("accept"), Map) else {
            word: word.replace("_", " ") for word in each.words("accept")
        }  # fmt: skip
        if not accept:
            each.fault(
                "accept",
                "nothing is accepted as this evidence",
                "add `accept: [payslip, bank_statement]`",
                line=each.line(),
            )
        found.append(EvidenceAsked(
            name=name, title=each.text("title", name.replace("_", " ").capitalize()), accept=accept,
            proves=each.words("proves"), wanted_when=expression(each, "wanted_when"), remind=_reminders(each),
            close_unanswered_after=_days(each, "close_unanswered_after"), max_age_days=_days(each, "no_older_than"),
            line=each.line(),
        ))  # fmt: skip
    return tuple(found)


def load_renewal(place: Place) -> Renewal | None:
    """How often what was approved is asked about again, where it is."""
    given = place.place("renewal")
    if given is None:
        return None
    given.only(keys.RENEWAL)
    for key, mend in (("every", "1 year"), ("close_unanswered_after", "28 days")):
        if not given.has(key):
            given.fault(key, f"the renewal does not say `{key}`", f"add `{key}: {mend}`", line=given.line())
    every, patience = _days(given, "every"), _days(given, "close_unanswered_after")
    if every is not None and patience is not None and not 0 < patience < every:
        mend = "give fewer days to answer than lie between two renewals"
        given.fault("close_unanswered_after", "the next renewal comes before this one is over", mend)
    return Renewal(every or 365, _reminders(given), patience or 28, given.line())


def _reminders(place: Place) -> tuple[Reminder, ...]:
    reminders = []
    for words in place.words("remind"):
        match = _REMINDER.match(words)
        if match:
            reminders.append(Reminder(match[1], int(match[2]) * _DAYS[match[3]]))
        else:
            place.fault(
                "remind", f"`{words}` is not a reminder", "write `sms after 3 days`; sms, email or letter"
            )
    return tuple(reminders)


def _days(place: Place, key: str) -> int | None:
    if not place.has(key):
        return None
    match = _PERIOD.match(place.text(key))
    if not match:
        place.fault(key, f"`{place.text(key)}` is not a period", "write it as `28 days`")
        return None
    return int(match[1]) * _DAYS[match[2]]


def load_retention(place: Place) -> dict[str, tuple[int, str]]:
    """What is kept how long: outcome, "withdrawn" or "draft" -> (days, "closed" or "saved")."""
    retention: dict[str, tuple[int, str]] = {}
    for key, words in place.texts("retention").items():
        match = _PERIOD.match(words)
        if key not in keys.RETENTION:
            place.fault("retention", f"`{key}` is not an outcome", nearest(key, keys.RETENTION))
        elif match and match[3] and int(match[1]) * _DAYS[match[2]] <= LONGEST_KEPT:
            retention[key] = (int(match[1]) * _DAYS[match[2]], "closed" if match[3] == "closed" else "saved")
        else:
            place.fault(
                "retention",
                f"`{words}` is not a period of keeping",
                "write it as `6 years after closed`, or `30 days after last saved`",
            )
    return retention


def working_days(place: Place, key: str) -> int:
    """The working days under `key`."""
    match = _WORKING.match(place.text(key))
    if not match:
        place.fault(key, "the time is not in working days", "write it as `10 working days`")
    return int(match[1]) if match else 0


def load_messages(texts: Mapping[str, str], faults: Faults) -> tuple[MessageTemplate, ...]:
    """The message templates, by path."""
    found = []
    for file in sorted(texts):
        if file.startswith("messages/") and file.endswith(".md"):
            template = _message(file, texts[file].replace("\r\n", "\n"), faults)
            if template:
                found.append(template)
    return tuple(found)


def _message(file: str, text: str, faults: Faults) -> MessageTemplate | None:
    if HALF_CHARACTER.search(text):
        faults.add(file, 0, "", "the file holds half a character", "save it as UTF-8 text")
        return None
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        faults.add(
            file,
            1,
            "",
            "the message does not begin with its settings",
            "begin with ---, `message: name`, `on: decided`, ---",
        )
        return None
    try:
        place = Place(file, read_yaml(file, "# ---\n" + parts[1]), "", faults)
    except DefinitionError as error:
        faults.found.extend(error.problems)
        return None
    place.only(keys.MESSAGE)
    body_line = text[: len(text) - len(parts[2])].count("\n") + 1
    sections = _sections(file, parts[2], body_line, faults)
    outcomes = place.words("outcomes")
    event = place.one_of("on", MESSAGE_EVENTS)
    if sections.get("email") and not sections.get("subject"):
        faults.add(file, body_line, "subject", "an e-mail needs a subject", "add a section `# subject`")
    if not any(sections.get(part) for part in REMINDER_CHANNELS):
        faults.add(
            file,
            body_line,
            "",
            "the message has no wording",
            "add a section `# email`, `# sms` or `# letter`",
        )
    rung = place.one_of("rung", RUNGS) if place.has("rung") else ""
    if rung and event != "reminder":
        place.fault("rung", "only a reminder has a rung", "remove `rung`, or write `on: reminder`")
    return MessageTemplate(
        name=place.word("message"), on=event, outcomes=outcomes, subject=sections.get("subject", ""),
        email=sections.get("email", ""), sms=" ".join(sections.get("sms", "").split()),
        letter=sections.get("letter", ""), line=body_line, rung=rung,
    )  # fmt: skip


def _sections(file: str, body: str, line: int, faults: Faults) -> dict[str, str]:
    sections: dict[str, Any] = {}
    marks = list(_SECTION.finditer(body))
    before = body[: marks[0].start() if marks else None].strip()
    if before:
        faults.add(
            file, line, "", "words stand before the first section", "put them under `# email` or `# letter`"
        )
    for mark, after in pairwise([*marks, None]):
        if mark is None:
            break
        name = mark[1]
        at = line + body[: mark.start()].count("\n")
        if name not in ("subject", *REMINDER_CHANNELS):
            faults.add(
                file,
                at,
                name,
                f"`# {name}` is not a part of a message",
                nearest(name, ("subject", *REMINDER_CHANNELS)),
            )
        if name in sections:
            faults.add(file, at, name, f"`# {name}` stands twice", "remove one of the two")
        sections[name] = body[mark.end() : after.start() if after else None].strip()
    return sections
