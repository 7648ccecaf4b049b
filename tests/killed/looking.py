"""Run as a program on the database of a server that was killed: says as JSON what stands in it."""

import json

import django

django.setup()

from shirehall.capabilities.messages.models import Message  # noqa: E402
from shirehall.casework.api import verify  # noqa: E402
from shirehall.casework.models import Case, Step, Submission  # noqa: E402


def main() -> None:
    """Cases, broken chains, steps by state, and how many messages each address was given."""
    cases = Case.objects.order_by("pk")
    due = Step.objects.exclude(state__in=["done", "cancelled"]).filter(kind="send_message", evidence=None)
    print(
        json.dumps({
            "references": [case.reference for case in cases],
            "broken": [case.reference for case in cases if verify(case)],
            "submissions": Submission.objects.filter(purpose="apply").count(),
            "undone": [f"{step.kind} {step.state} {step.last_error}" for step in due],
            "mails": {message.to: message.message_id for message in Message.objects.filter(channel="email")},
        })
    )  # fmt: skip


if __name__ == "__main__":
    main()
