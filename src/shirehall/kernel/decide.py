"""Decides: facts, evidence and judgements in; outcome, amounts, reasons, what is missing and what comes next out."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from shirehall.kernel.answers import Answers
from shirehall.kernel.decision import Decision, Judgement, NextStep, WhyNot, Won
from shirehall.kernel.explain import reasons_for, why_not_of
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.language import _
from shirehall.kernel.reckon import Reckoned, reckon
from shirehall.kernel.settle import Settled, settle
from shirehall.kernel.version import Version
from shirehall.kernel.words import Setting, listed, show

NOTHING: Mapping[str, str] = MappingProxyType({})


def decide(
    version: Version, facts: Answers, *, evidence: Mapping[str, str] = NOTHING, judgements: Sequence[Judgement] = (),
    authority: str, on: date, explain: bool = True,
) -> Decision:  # fmt: skip
    """What the rules say on a date for an authority.

    `evidence` is the state of each item that was wanted before ("wanted", "received", "accepted", "refused");
    only an accepted item is no longer missing. The latest judgement on a question counts. With `explain=False`
    the why-nots are left out; `why_not` works them out when somebody asks.
    """
    reckoned, settled = _settled(version, facts, judgements, authority=authority, on=on)
    reckoned.facts["outcome"] = settled.outcome
    if version.outcome_table:
        reckoned.facts[version.outcome_table] = settled.outcome
    setting = Setting(version.service, reckoned.facts, authority, on)
    values, plan = reckoned.facts, version.plan
    wanted = tuple(name for name, when in plan.evidence if when is None or when(values) is True)
    owed = tuple(name for name in wanted if evidence.get(name) != "accepted")
    if settled.outcome == "refuse":
        owed = ()
    results = {name: values[name] for name in plan.results if _is_known(values[name])}
    amounts = {name: results[name] for name in plan.given_amounts if name in results}
    risk = results.get("risk_band")
    return Decision(
        service=version.service.name, version=version.hash, rates_version=version.rates_hash, on=on,
        authority=authority, outcome=settled.outcome, queue=settled.queue, results={**results, **settled.amounts},
        amounts={**amounts, **settled.amounts}, reasons=reasons_for(version, reckoned, settled, setting),
        why_not=why_not_of(version, reckoned, settled, setting) if explain else (),
        missing_facts=settled.missing, possible=settled.possible, evidence_wanted=wanted, missing_evidence=owed,
        risk_band=risk if isinstance(risk, str) else None, next_steps=_next_steps(version, settled, owed),
        won=_won(version, reckoned),
        facts={name: values[name] for name in facts if _is_known(values.get(name, UNKNOWN))},
        not_applicable=tuple(name for name in plan.asked if values[name] is NOT_APPLICABLE),
        declined=tuple(sorted(reckoned.declined)),
    )  # fmt: skip


def settle_only(
    version: Version, facts: Answers, *, judgements: Sequence[Judgement] = (), authority: str, on: date
) -> Settled:
    """The outcome with its queue, amounts and missing facts, and not a word of why: for counting many cases."""
    return _settled(version, facts, judgements, authority=authority, on=on)[1]


def _settled(
    version: Version, facts: Answers, judgements: Sequence[Judgement], *, authority: str, on: date
) -> tuple[Reckoned, Settled]:
    judged = {judgement.question: judgement.answer for judgement in judgements}
    reckoned = reckon(version, facts, judged, authority=authority, on=on)
    return reckoned, settle(version, reckoned, on=on, judged=bool(judged))


def _is_known(value: Any) -> bool:
    return value is not UNKNOWN and value is not NOT_APPLICABLE


def _won(version: Version, reckoned: Reckoned) -> tuple[Won, ...]:
    found = []
    for name, looked in reckoned.looked.items():
        if looked.winners:
            table = version.words[name].table
            found.append(Won(table.name, tuple(table.rows[index].name for index in looked.winners)))
    return tuple(found)


def _next_steps(version: Version, settled: Settled, owed: tuple[str, ...]) -> tuple[NextStep, ...]:
    service = version.service
    steps = []
    for name in settled.missing:
        label = service.facts[name].label if name in service.facts else name
        steps.append(NextStep("answer", name, _("Tell us {label}.").format(label=label)))
    for each in service.evidence if owed else ():
        if each.name in owed:
            title = each.title[:1].lower() + each.title[1:]
            text = _("Send us {title}: {accepted}.").format(
                title=title, accepted=listed(list(each.accept.values()))
            )
            steps.append(NextStep("send_evidence", each.name, text))
    if settled.outcome in ("refer", "received"):
        text = _("An officer will look at what you sent us.")
        steps.append(NextStep("wait_for_officer", settled.queue, text))
    elif settled.outcome == "approve" and not owed:
        steps.append(NextStep("nothing", "", _("You do not need to do anything else.")))
    elif settled.outcome == "refuse":
        steps.append(NextStep("look_again", "", _("If you think this is wrong, ask us to look again.")))
    return tuple(steps)


def show_result(version: Version, decision: Decision, name: str) -> str:
    """A result of a decision in words."""
    return show(version.service, name, decision.results[name])


def why_not(
    version: Version, decision: Decision, facts: Answers, judgements: Sequence[Judgement] = ()
) -> tuple[WhyNot, ...]:
    """The why-nots of a decision that was made without them, worked out again from the same inputs."""
    again = decide(version, facts, judgements=judgements, authority=decision.authority, on=decision.on)
    return again.why_not
