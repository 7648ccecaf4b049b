"""The plain-English sheet of a service: what a manager reads and signs. Markdown, made from the definition alone."""

from collections.abc import Iterator
from datetime import date

from shirehall.kernel.definition import Page, Question, Rate, Service
from shirehall.kernel.language import _
from shirehall.kernel.questions import TYPES
from shirehall.kernel.saying import say
from shirehall.kernel.sheet_tables import say_given, say_table
from shirehall.kernel.tables import entry_on
from shirehall.kernel.version import Version
from shirehall.kernel.words import Setting, and_listed, day, listed, show_kind

MESSAGE_PARTS = ("email", "sms", "letter")


def sheet(version: Version, *, on: date, authority: str) -> str:
    """The sheet, with the amounts in force on a date for an authority."""
    parts = (_heading, _alone, _questions, _evidence, _rules, _amounts, _rates, _telling)
    return "\n".join(line for part in parts for line in part(version, on, authority)).strip() + "\n"


def _heading(version: Version, on: date, authority: str) -> Iterator[str]:
    service = version.service
    yield f"# {service.title}"
    yield ""
    yield service.summary
    yield ""
    yield f"- {_('Run by')}: {service.owner}"
    yield f"- {_('Offered by')}: {and_listed(service.offered_by)}"
    yield f"- {_('Ways in')}: {and_listed(service.channels)}"
    yield f"- {_('Decided within')}: {service.decide_within_days} {_('working days')}"
    if service.renewal:
        said = _("every {days} days. Where nobody answers within {late} days, an officer looks.")
        words = said.format(days=service.renewal.every_days, late=service.renewal.close_unanswered_after)
        yield f"- {_('Asked again')}: {words}"
    yield f"- {_('Lawful basis')}: {service.lawful_basis}"
    yield f"- {_('Version')}: {version.hash[:12]}, {_('rates')} {version.rates_hash[:12]}"
    yield f"- {_('Amounts as on')} {day(on)}" + (f", {authority}" if authority else "")


def _alone(version: Version, on: date, authority: str) -> Iterator[str]:
    """What the machine decides by itself, what goes to a person, and on what basis it reads health data."""
    service = version.service
    yield from ("", f"## {_('What is decided without an officer')}", "")
    if not version.outcome_table:
        yield _("Nothing. Every case goes to the queue {queue}.").format(queue=service.queue)
    elif version.needs_person:
        yield _("Nothing. The rules prepare every decision, and an officer makes it.")
    else:
        rows = version.words[version.outcome_table].table.rows
        alone = dict.fromkeys(say_given(str(row.then)) for row in rows if row.then != "refer")
        yield _("The rules {outcomes} by themselves.").format(
            outcomes=and_listed(list(alone)) or _("decide nothing")
        )
        yield ""
        yield _("These go to an officer:")
        yield ""
        yield from _to_an_officer(version)
    if service.special_category:
        yield ""
    for name, about in service.special_category.items():
        fact = service.facts.get(name)
        basis = about.get("basis") or _("no basis is recorded, so an officer decides")
        since = f" ({about['since']})" if about.get("since") else ""
        yield f"- {_('Tells of health or the like')}: {fact.label if fact else name}. {basis}{since}"


def _to_an_officer(version: Version) -> Iterator[str]:
    service = version.service
    table = version.words[version.outcome_table].table
    for row in table.rows:
        if row.then == "refer":
            yield f"- {row.because or table.because} ({_('queue')} {row.to or service.queue})"
    declined = [question.asked.label for question in service.questions if question.decline]
    if declined:
        said = _("A case that turns on {labels}, where the person does not know.")
        yield f"- {said.format(labels=listed(declined))}"
    yield f"- {_('A case outside what the rules cover, or on a date without an amount.')}"
    for each in service.evidence:
        said = _("A case for which {title} is owed: it is not settled until an officer accepts it.")
        yield f"- {said.format(title=each.title[:1].lower() + each.title[1:])}"


def _questions(version: Version, on: date, authority: str) -> Iterator[str]:
    yield from ("", f"## {_('What is asked')}", "")
    for page in version.service.pages:
        yield f"### {page.title}"
        yield ""
        if page.when:
            yield _("Only if {condition}.").format(condition=say(version.service, page.when))
            yield ""
        yield from _page(version.service, page)
        yield ""
    for judgement in version.service.judgements:
        yield f"- {_('An officer judges, with a reason')}: {judgement.question.asked.ask}"


def _page(service: Service, page: Page) -> Iterator[str]:
    if page.repeat:
        yield _("Asked again for each item, up to {most}.").format(most=page.at_most)
        yield ""
    for question in page.questions:
        yield f"- {question.asked.ask}{_about(service, question)}"


def _about(service: Service, question: Question) -> str:
    said = [TYPES[question.type].label.lower()]
    if question.asked.options:
        said.append(" / ".join(question.asked.options.values()))
    if question.when:
        said.append(_("only if {condition}").format(condition=say(service, question.when)))
    if question.asked.optional:
        said.append(_("may be left empty"))
    if question.decline:
        said.append(_("a person may say that they do not know"))
    if question.kept_for:
        said.append(f"{_('kept for')} {question.kept_for}")
    return f" ({'; '.join(said)})"


def _evidence(version: Version, on: date, authority: str) -> Iterator[str]:
    if not version.service.evidence:
        return
    yield from ("", f"## {_('Evidence')}", "")
    for each in version.service.evidence:
        wanted = _("always")
        if each.wanted_when:
            wanted = _("if {condition}").format(condition=say(version.service, each.wanted_when))
        accepted = listed(list(each.accept.values()))
        yield f"- **{each.title}** {_('is owed')} {wanted}. {_('Accepted')}: {accepted}."
        proves = [version.service.facts[name].label for name in each.proves]
        if proves:
            yield f"  {_('It proves')} {and_listed(proves)}."
        reminders = [
            f"{reminder.channel} {_('after')} {reminder.after_days} {_('days')}" for reminder in each.remind
        ]
        if reminders:
            yield f"  {_('Reminders')}: {and_listed(reminders)}."
        if each.close_unanswered_after:
            closing = _("After {days} days without it an officer looks; it is never refused for that alone.")
            yield f"  {closing.format(days=each.close_unanswered_after)}"


def _rules(version: Version, on: date, authority: str) -> Iterator[str]:
    yield from ("", f"## {_('What is decided')}", "")
    if not version.outcome_table:
        yield _("Nothing is decided by rules: everything goes to the queue {queue}.").format(
            queue=version.service.queue
        )
        return
    for fact in version.service.facts.values():
        if fact.formula:
            said, formula = say(version.service, fact.formula), fact.formula.words
            yield f"- {_('Worked out')}: {fact.label} {_('is')} {said} (`{formula}`)"
        elif fact.looked_up:
            yield f"- {_('Looked up')}: {fact.label} ({fact.looked_up})"
    yield ""
    for words in version.words.values():
        yield from say_table(version, words, Setting(version.service, {}, authority, on))
        yield ""


def _amounts(version: Version, on: date, authority: str) -> Iterator[str]:
    if version.service.amounts:
        yield from ("", f"## {_('What a decision gives')}", "")
    for amount in version.service.amounts:
        for outcome, formula in amount.formulas.items():
            formula_words = say(version.service, formula)
            yield f"- **{amount.label}** ({say_given(outcome)}): {formula_words} (`{formula.words}`)"


def _rates(version: Version, on: date, authority: str) -> Iterator[str]:
    if version.service.rates:
        yield from ("", f"## {_('Amounts in force')}", "")
    for rate in version.service.rates.values():
        entry = entry_on(rate, on)
        if entry is None:
            yield f"- {rate.title}: {_('no amount on this date, so an officer decides')}"
            continue
        amounts = _rate(version, rate, dict(entry.amounts))
        yield f"- {rate.title}: {amounts} ({_('from')} {day(entry.from_on)}; {entry.source})"


def _rate(version: Version, rate: Rate, amounts: dict[str, int]) -> str:
    options = version.service.facts[rate.by].options if rate.by in version.service.facts else {}
    said = {key: show_kind(rate.kind, value, {}) for key, value in amounts.items()}
    if set(said) <= {"", "else"}:
        return next(iter(said.values()))
    return ", ".join(f"{options.get(key, key)} {text}" for key, text in said.items())


def _telling(version: Version, on: date, authority: str) -> Iterator[str]:
    service = version.service
    yield from ("", f"## {_('What people are told, and how long it is kept')}", "")
    for message in service.messages:
        ways = [part for part in MESSAGE_PARTS if getattr(message, part)]
        which = f" ({and_listed(message.outcomes)})" if message.outcomes else ""
        about = f", “{message.subject}”" if message.subject else ""
        yield f"- {message.on.replace('_', ' ')}{which}: {and_listed(ways)}{about}"
    for kind, (days, after) in service.retention.items():
        yield f"- {kind}: {_('kept for {days} days after it was {after}').format(days=days, after=after)}"
