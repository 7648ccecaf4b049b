"""The plain-English sheet of a service: what a manager reads and signs. Markdown, made from the definition alone."""

from collections.abc import Iterator
from datetime import date

from shirehall.kernel.definition import Page, Question, Rate
from shirehall.kernel.language import _
from shirehall.kernel.loading.cells import CellWords
from shirehall.kernel.tables import TableWords, entry_on
from shirehall.kernel.version import Version
from shirehall.kernel.words import Setting, and_listed, day, listed, show_cell, show_kind

OUTCOME_WORDS = {"approve": "approve", "refuse": "refuse", "refer": "pass to an officer"}
MESSAGE_PARTS = ("email", "sms", "letter")


def sheet(version: Version, *, on: date, authority: str) -> str:
    """The sheet, with the amounts in force on a date for an authority."""
    parts = (_heading, _questions, _evidence, _rules, _amounts, _rates, _telling)
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
    yield f"- {_('Lawful basis')}: {service.lawful_basis}"
    yield f"- {_('Version')}: {version.hash[:12]}, {_('rates')} {version.rates_hash[:12]}"
    yield f"- {_('Amounts as on')} {day(on)}" + (f", {authority}" if authority else "")
    for fact, about in service.special_category.items():
        basis = about.get("basis") or _("no basis is recorded, so an officer decides")
        yield f"- {_('Tells of health or the like')}: {service.facts[fact].label}. {basis}"


def _questions(version: Version, on: date, authority: str) -> Iterator[str]:
    yield from ("", f"## {_('What is asked')}", "")
    for page in version.service.pages:
        yield f"### {page.title}"
        yield ""
        if page.when:
            yield f"{_('Only if')}: `{page.when.words}`"
            yield ""
        yield from _page(page)
        yield ""
    for judgement in version.service.judgements:
        yield f"- {_('An officer judges, with a reason')}: {judgement.question.asked.ask}"


def _page(page: Page) -> Iterator[str]:
    if page.repeat:
        yield _("Asked again for each item, up to {most}.").format(most=page.at_most)
        yield ""
    for question in page.questions:
        yield f"- {question.asked.ask}{_about(question)}"


def _about(question: Question) -> str:
    said = [question.type.replace("_", " ")]
    if question.asked.options:
        said.append(" / ".join(question.asked.options.values()))
    if question.when:
        said.append(f"{_('only if')} `{question.when.words}`")
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
        wanted = f"`{each.wanted_when.words}`" if each.wanted_when else _("always")
        yield f"- **{each.title}** {_('is owed when')} {wanted}. {_('Accepted')}: {listed(list(each.accept.values()))}."
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
    for words in version.words.values():
        yield from _table(version, words, Setting(version.service, {}, authority, on))
        yield ""


def _table(version: Version, words: TableWords, setting: Setting) -> Iterator[str]:
    table = words.table
    how = {
        "unique": _("exactly one row holds"),
        "first": _("the first row that holds decides"),
        "collect": _("the rows that hold add up"),
    }
    yield f"### {table.says or table.name.replace('_', ' ').capitalize()}"
    yield ""
    yield f"*{how[table.hit]}*" + (f" ({table.source})" if table.source else "")
    yield ""
    headings = [*(fact.label for fact in words.facts), version.service.facts[table.gives].label, _("because")]
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for index, row in enumerate(table.rows):
        cells = [_cell(words, setting, index, column) for column in range(len(words.facts))]
        because = row.because or ("" if row.then_fact else table.because)
        yield f"| {' | '.join([*cells, _given(version, words, index), because])} |"


def _given(version: Version, words: TableWords, index: int) -> str:
    row, fact = words.table.rows[index], version.service.facts[words.table.gives]
    if row.then_fact:
        return version.service.facts[row.then_fact].label
    if fact.kind == "outcome":
        return OUTCOME_WORDS[str(row.then)] + (f" ({row.to})" if row.to else "")
    return show_kind(fact.kind, row.then, fact.options)


def _cell(words: TableWords, setting: Setting, index: int, column: int) -> str:
    """A cell in words; where its rates differ by a choice, once for each option that the row is for."""
    fact, cell = words.facts[column], words.cells[index][column]
    by = next(
        (
            each
            for each in words.by
            if any(setting.service.rates[name].by == each.name for name in cell.reads_rates)
        ),
        None,
    )
    if by is None:
        return show_cell(setting, fact, cell)
    said = {
        option: show_cell(
            Setting(setting.service, {by.name: option}, setting.authority, setting.on), fact, cell
        )
        for option in _options(words, index, by.name, tuple(by.options))
    }
    return "; ".join(f"{by.options[option]}: {text}" for option, text in said.items())


def _options(words: TableWords, index: int, name: str, every: tuple[str, ...]) -> tuple[str, ...]:
    cells = [cell for fact, cell in zip(words.facts, words.cells[index], strict=True) if fact.name == name]
    named: CellWords | None = cells[0] if cells and cells[0].sort == "values" else None
    return tuple(str(value) for value in named.values) if named else every


def _amounts(version: Version, on: date, authority: str) -> Iterator[str]:
    if version.service.amounts:
        yield from ("", f"## {_('What a decision gives')}", "")
    for amount in version.service.amounts:
        for outcome, formula in amount.formulas.items():
            yield f"- **{amount.label}** ({OUTCOME_WORDS.get(outcome, outcome)}): `{formula.words}`"
    for fact in version.service.facts.values():
        if fact.formula:
            yield f"- {fact.label}: `{fact.formula.words}`"


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
