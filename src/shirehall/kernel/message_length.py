"""How long a text message of a service becomes: its words with the longest that its placeholders usually say."""

from shirehall.kernel.definition import EvidenceAsked, MessageTemplate, Service
from shirehall.kernel.sms_length import SmsSize, size_of
from shirehall.kernel.words import PLACEHOLDER

MOST_LENGTH = 918
"""Six parts: what providers take as one message."""
MOST_PARTS = 3
_USUAL = {
    "reference": len("7K4-92M-CTR"), "deadline": len("30 September 2026"), "outcome": len("with an officer"),
    "phone": len("01632 960 123"), "council": 40, "link": 60, "name": 30, "reason": 120, "next_steps": 120,
}  # fmt: skip
_OF_A_FACT = 20


def text_size(service: Service, template: MessageTemplate) -> SmsSize:
    """Length and parts of a template's text; a decision or evidence says its longest."""
    return size_of(PLACEHOLDER.sub(lambda found: "x" * _length(service, found[1]), template.sms))


def _length(service: Service, name: str) -> int:
    if name in _USUAL:
        return _USUAL[name]
    match name:
        case "service":
            return len(service.title)
        case "evidence":
            return max((_said(each) for each in service.evidence), default=_OF_A_FACT)
        case "reasons":
            rows = (row.because for table in service.tables for row in table.rows)
            return max((len(words) for words in rows), default=_OF_A_FACT)
    fact = service.facts.get(name)
    options = fact.options.values() if fact is not None and fact.options else ()
    return max((len(words) for words in options), default=_OF_A_FACT)


def _said(asked: EvidenceAsked) -> int:
    return len(f"{asked.title}: {', '.join(asked.accept.values())}.")
