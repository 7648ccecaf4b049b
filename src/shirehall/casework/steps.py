"""Step kinds: the registry of what the machine can do. Other apps fill it from their own `steps.py`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from shirehall.casework.models import Step
from shirehall.casework.registry import Registry

Delivery = Literal["idempotent_key", "look_first", "at_most_once", "at_least_once"]
"""What a handler does after a kill at the worst moment. `idempotent_key`: tried again, the provider knows the key.
`look_first`: the provider is asked first. `at_most_once`: goes to staff, never tried blindly. `at_least_once`: tried
again, and a second delivery is accepted (mail: the same Message-ID)."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What came of a step. `event` and `payload` go into the case's record, so they hold no secret; `error` is a
    sentence for staff. `try_again` says that nothing was delivered; `give_up` that trying again is no use; `wait` that
    it is not the hour for it: it is begun at `not_before`, and this was no attempt."""

    state: Literal["done", "try_again", "give_up", "wait"]
    event: str = "step_done"
    payload: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    not_before: datetime | None = None


class StepHandler(ABC):
    """The one handler of a step kind. It opens no transaction around a provider, and reads no clock."""

    kind: ClassVar[str]
    label: ClassVar[str]
    delivery: ClassVar[Delivery]
    options: ClassVar[Mapping[str, Any]] = {}
    """JSON Schema of the payload's keys."""

    @abstractmethod
    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Do it. `step.key` is the same at every attempt. An exception counts as `try_again`, or, where delivery is
        `at_most_once`, as uncertain: then it goes to staff."""

    def look(self, step: Step, *, at: datetime) -> StepResult | None:
        """For `look_first`: what the provider has of this step already; None where it has nothing."""
        return None

    def check_config(self) -> tuple[str, ...]:
        """What is missing in the settings, each a sentence with its mend."""
        return ()


step_handlers: Registry[StepHandler] = Registry("step kind")


def register_step(handler: StepHandler) -> None:
    """Add a handler for its kind."""
    step_handlers.add(handler.kind, handler)


class CloseUnanswered(StepHandler):
    """The time for sending evidence is over. Nothing is refused: a person looks, once the result is recorded."""

    kind = "close_unanswered"
    label = "Pass unanswered evidence to an officer"
    delivery = "idempotent_key"
    options: ClassVar[Mapping[str, Any]] = {"evidence": {"type": "string"}}

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """There is nothing to deliver: what follows is written with the result."""
        return StepResult("done", event="evidence_unanswered", payload={"evidence": step.evidence})


register_step(CloseUnanswered())
