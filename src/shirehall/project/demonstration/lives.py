"""What happens to an invented case after it was sent: evidence comes, officers decide, people change their minds."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shirehall.capabilities.documents.api import store
from shirehall.casework.api import (
    EvidenceGiven,
    SubmissionError,
    close_task,
    explained_decision,
    open_tasks,
    owed_evidence,
    submit,
    version_of,
)  # fmt: skip
from shirehall.casework.models import Case
from shirehall.kernel.api import Judgement, judgements_awaited
from shirehall.kernel.questions import TYPES
from shirehall.kernel.values import Value
from shirehall.project.demonstration.drawing import moment_of
from shirehall.project.demonstration.reminding import remind

GROWN_OLD = timedelta(days=40)
STILL_TO_BE_LOOKED_AT = timedelta(days=4)
LATE_WITH_A_RENEWAL = 0.15
LEFT_OF_THE_YOUNG, LEFT_OF_THE_OLD = 0.45, 0.02


class Life:
    """One invented case from its first day until `until`. The same random source gives the same life."""

    def __init__(
        self, case: Case, chance: random.Random, *, until: datetime, officer: str, number: int
    ) -> None:
        self.case, self.chance, self.until, self.officer = case, chance, until, officer
        self.at = case.submitted_at
        self.key = f"demonstration-{number}"
        self.passes = 0

    def live(self) -> None:
        """Everything that happens to it. Of the young cases some are left as they are, so that every queue holds work;
        of the old ones hardly any."""
        fate = self.chance.random()
        patience = LEFT_OF_THE_OLD if self.until - self.at > GROWN_OLD else LEFT_OF_THE_YOUNG
        if fate < 0.03 and self._later(1, 20):
            self._submit("withdraw", by="resident")
            return
        if owed_evidence(self.case) and self.chance.random() > patience:
            self._send_evidence()
        # Who has sent nothing was reminded of it, until an officer took it over.
        self.at = remind(self.case, since=self.at, until=self.until)
        if self.chance.random() > patience:
            self._officer_works()
        if fate > 0.95 and self.case.finished and self._later(2, 30):
            self._submit("review", by="resident", note="Please look at this again: my hours have changed.")
            if self.chance.random() > patience:
                self._officer_works()
        self._renews()

    def _renews(self) -> None:
        """Each year most people say that nothing has changed; the others are asked when the demonstration begins."""
        while self.case.renew_on is not None and self.case.renew_on < self.until.date():
            day = self.case.renew_on + timedelta(days=self.chance.randint(0, 20))
            at = moment_of(day, self.chance, self.until)
            if self.chance.random() < LATE_WITH_A_RENEWAL or not self.at < at < self.until:
                return
            self.at = at
            if not self._submit("renewal", by=self.officer, note="Told by telephone: nothing has changed."):
                return

    def _later(self, least: int, most: int) -> bool:
        """Moves on by some days; false where that is not past yet."""
        later = moment_of(
            (self.at + timedelta(days=self.chance.randint(least, most))).date(), self.chance, self.until
        )
        if later >= self.until or later <= self.at:
            return False
        self.at = later
        return True

    def _submit(self, purpose: str, *, by: str, **more: Any) -> bool:
        self.passes += 1
        try:
            submit(
                service=self.case.service, answers={}, channel="web" if by == "resident" else "desk", by=by, at=self.at,
                authority=self.case.authority, idempotency_key=f"{self.key}-{self.passes}", case=self.case,
                purpose=purpose, plan_steps=False, **more,
            )  # fmt: skip
        except SubmissionError:
            # The case has moved on so that this is not possible any more: then it did not happen.
            return False
        finally:
            self.case.refresh_from_db()
        return True

    def _send_evidence(self) -> None:
        asked_at = self.at
        if not self._later(0, 12):
            return
        remind(self.case, since=asked_at, until=self.at)
        owed = {
            each.name: EvidenceGiven("received", (self._paper(each.name),))
            for each in owed_evidence(self.case)
        }
        if not owed or not self._submit("evidence", by="resident", evidence=owed):
            return
        if self.until - self.at > STILL_TO_BE_LOOKED_AT and self._later(0, 6):
            refused = self.chance.random() < 0.08
            news = (
                EvidenceGiven("refused", reason="The picture cannot be read.")
                if refused
                else EvidenceGiven("accepted", reason="Seen and matches.")
            )
            self._submit("evidence", by=self.officer, evidence=dict.fromkeys(owed, news))

    def _paper(self, evidence: str) -> str:
        """The id of an invented paper that was sent."""
        text = f"An invented paper, sent as {evidence.replace('_', ' ')}. It proves nothing.\n"
        stored = store(
            content=text.encode(), name="invented.txt", by="resident", at=self.at, channel="web", case=self.case,
            evidence=evidence,
        )  # fmt: skip
        return str(stored.pk)

    def _officer_works(self) -> None:
        for task in open_tasks(self.case):
            if not self._later(0, 9):
                return
            if task.kind == "decide" and self.case.outcome == "refer":
                self._judge()
            else:
                try:
                    close_task(task=task, outcome="done", by=self.officer, at=self.at, note="")
                except SubmissionError:
                    # It waits for evidence or for a judgement, which some cases never get.
                    continue
                self.case.refresh_from_db()

    def _judge(self) -> None:
        version, decision = version_of(self.case), explained_decision(self.case)
        awaited = judgements_awaited(version, decision) if decision else ()
        for judgement in version.service.judgements:
            question = judgement.question
            if awaited and judgement.name not in awaited:
                continue
            if value := self._judged(question.kind, question.asked.options, question.asked.high):
                shown = TYPES[question.type].show(question.asked, value)
                made = Judgement(judgement.name, value, f"Assessed by hand: {shown}.", self.officer, self.at)
                self._submit("judgement", by=self.officer, judgement=made)
                return

    def _judged(self, kind: str, options: Mapping[str, str], high: int | None) -> Value | None:
        if options:
            return self.chance.choice(list(options))
        if kind == "yes_no":
            return True
        return (
            self.chance.choice([20, 40, 60, 80, 100])
            if high and kind in ("percent", "integer", "money")
            else None
        )
