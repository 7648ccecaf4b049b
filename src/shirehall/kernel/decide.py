"""Decides: facts, evidence and judgements in; outcome, amounts, reasons, what is missing and what comes next out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from shirehall.kernel.answers import Answers
from shirehall.kernel.decision import Decision, Judgement, NextStep, WhyNot, Won
from shirehall.kernel.explain import reasons_for, why_not_of
from shirehall.kernel.grids.api import NOT_APPLICABLE, UNKNOWN
from shirehall.kernel.language import _
from shirehall.kernel.reckon import reckon
from shirehall.kernel.settle import Settled, settle
from shirehall.kernel.version import Version
from shirehall.kernel.words import listed, show

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
    judged = {judgement.question: judgement.answer for judgement in judgements}
    reckoned = reckon(version, facts, judged, authority=authority, on=on)
    service = version.service
    settled = settle(version, reckoned, authority, on, bool(judged))
    reckoned.facts["outcome"] = settled.outcome
    if version.outcome_table:
        reckoned.facts[version.outcome_table] = settled.outcome
    wanted = tuple(
        each.name for each in service.evidence
        if each.wanted_when is None or version.conditions[f"evidence.{each.name}"](reckoned.facts) is True
    )  # fmt: skip
    missing_evidence = tuple(name for name in wanted if evidence.get(name) != "accepted")
    results = {
        name: reckoned.facts[name] for name, fact in service.facts.items()
        if fact.origin in ("table", "worked_out") and fact.kind != "outcome" and _is_known(reckoned.facts[name])
    }  # fmt: skip
    given = {
        name: results[name]
        for name, fact in service.facts.items()
        if fact.origin == "table" and fact.kind in ("money", "percent") and name in results
    }
    amounts = {**given, **settled.amounts}
    risk = results.get("risk_band")
    decision = Decision(
        service=service.name, version=version.hash, rates_version=version.rates_hash, on=on, authority=authority,
        outcome=settled.outcome, queue=settled.queue, results={**results, **settled.amounts}, amounts=amounts,
        reasons=reasons_for(version, reckoned, settled, authority=authority, on=on), why_not=(),
        missing_facts=settled.missing, possible=settled.possible, evidence_wanted=wanted,
        missing_evidence=missing_evidence if settled.outcome != "refuse" else (),
        risk_band=risk if isinstance(risk, str) else None,
        next_steps=_next_steps(version, settled, missing_evidence if settled.outcome != "refuse" else ()),
        won=tuple(
            Won(version.words[name].table.name, tuple(version.words[name].table.rows[index].name for index in looked.winners))
            for name, looked in reckoned.looked.items() if looked.winners
        ),
        facts={name: reckoned.facts[name] for name in facts if _is_known(reckoned.facts.get(name, UNKNOWN))},
        not_applicable=tuple(name for name, fact in service.facts.items() if reckoned.facts[name] is NOT_APPLICABLE and fact.origin == "asked"),
        declined=tuple(sorted(reckoned.declined)),
    )  # fmt: skip
    if not explain:
        return decision
    return replace(decision, why_not=why_not_of(version, reckoned, settled, authority=authority, on=on))


def _is_known(value: Any) -> bool:
    return value is not UNKNOWN and value is not NOT_APPLICABLE


def _next_steps(
    version: Version, settled: Settled, missing_evidence: tuple[str, ...]
) -> tuple[NextStep, ...]:
    service = version.service
    steps = []
    for name in settled.missing:
        label = service.facts[name].label if name in service.facts else name
        steps.append(NextStep("answer", name, _("Tell us {label}.").format(label=label)))
    for each in service.evidence:
        if each.name in missing_evidence:
            accepted = listed(list(each.accept.values()))
            steps.append(
                NextStep(
                    "send_evidence",
                    each.name,
                    _("Send us {title}: {accepted}.").format(
                        title=each.title[:1].lower() + each.title[1:], accepted=accepted
                    ),
                )
            )
    if settled.outcome in ("refer", "received"):
        steps.append(
            NextStep("wait_for_officer", settled.queue, _("An officer will look at what you sent us."))
        )
    elif settled.outcome == "approve" and not missing_evidence:
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
