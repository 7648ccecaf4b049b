"""The machine's step that reads a file of the post, in a process of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from shirehall.casework.api import StepHandler, StepResult, register_step
from shirehall.casework.models import Step
from shirehall.casework.steps import Delivery
from shirehall.channels.paper.models import Scan
from shirehall.channels.paper.placing import read_scan
from shirehall.channels.paper.post import READ_SCAN


class ReadScan(StepHandler):
    """Reading twice does no harm: a sheet that stands is not placed again."""

    kind = READ_SCAN
    label = "Read a scan of the post"
    delivery: ClassVar[Delivery] = "idempotent_key"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object", "required": ["scan"], "properties": {"scan": {"type": "integer"}},
    }  # fmt: skip

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Read the file. One that breaks the limits is left for a person, and never tried again."""
        scan = Scan.objects.select_related("batch", "document").filter(pk=step.payload["scan"]).first()
        if scan is not None and scan.state == Scan.State.WAITING:
            read_scan(scan=scan, at=at)
        return StepResult("done")


register_step(ReadScan())
