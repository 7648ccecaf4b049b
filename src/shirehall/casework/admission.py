"""Which answers may come in: a channel gives what it asks, a register what it is named for, an officer with a note
anything but a judgement."""

from django.utils.translation import gettext as _

from shirehall.kernel.api import Answer, Answers, AnswersError, Version


def admit(version: Version, answers: Answers, *, note: str) -> None:
    """Raises AnswersError naming each fact that this source may not give."""
    problems = [
        (name, problem)
        for name, answer in answers.items()
        if (problem := _refusal(version, name, answer, note))
    ]
    if problems:
        raise AnswersError(problems)


def _refusal(version: Version, name: str, answer: Answer, note: str) -> str:
    fact = version.service.facts.get(name)
    by_officer = answer.source == "officer" and bool(answer.note or note)
    if fact is None:
        return _("“%(fact)s” is not something this service asks.") % {"fact": name}
    if fact.origin == "asked" or (fact.origin == "looked_up" and answer.source == "register"):
        return ""
    if fact.origin == "judged":
        return _("“%(fact)s” is judged by an officer, not answered.") % {"fact": name}
    if by_officer:
        return ""
    return _("“%(fact)s” is worked out. Only an officer can give it, with a reason.") % {"fact": name}
