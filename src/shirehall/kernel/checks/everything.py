"""All checks of a service, as one list of problems in the order of its files."""

from collections.abc import Collection, Mapping

from shirehall.kernel.checks.channels import check_channels
from shirehall.kernel.checks.examples import check_examples
from shirehall.kernel.checks.languages import check_languages
from shirehall.kernel.checks.tables import check_tables
from shirehall.kernel.checks.use import check_use
from shirehall.kernel.checks.wording import check_wording
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.loading.service import CHANNELS
from shirehall.kernel.problems import Problem, nearest
from shirehall.kernel.version import Version, try_load


def check(
    texts: Mapping[str, str],
    *,
    authorities: Collection[str] | None = None,
    queues: Collection[str] | None = None,
    teams: Collection[str] | None = None,
    channels: Collection[str] = CHANNELS,
) -> tuple[Problem, ...]:
    """Every problem of a service folder; errors keep it from being published, advice does not.

    `authorities`, `queues` and `teams` are those of the partnership; where None their names are not checked.
    `channels` are those that are installed; by default those that ship.
    """
    version, faults = try_load(texts)
    if version is not None:
        check_tables(version, faults)
        check_use(version, faults)
        check_wording(version, faults)
        check_channels(version.service, faults)
        check_languages(version, faults)
        _check_partnership(version, authorities, queues, teams, faults)
        _check_channels(version, channels, faults)
        check_examples(version, faults)
    order = {file: index for index, file in enumerate(("service.yaml", "rules.yaml", "rates.yaml"))}
    return tuple(
        sorted(
            dict.fromkeys(faults.found),
            key=lambda each: (each.level, order.get(each.file, 9), each.file, each.line),
        )
    )


def _check_channels(version: Version, channels: Collection[str], faults: Faults) -> None:
    for name in version.service.channels:
        if name not in channels:
            written = version.texts["service.yaml"].splitlines()
            line = next((n for n, text in enumerate(written, 1) if text.startswith("channels:")), 0)
            mend = nearest(name, channels) or f"use some of: {', '.join(channels)}"
            faults.add("service.yaml", line, "channels", f"`{name}` is not a channel", mend)


def _check_partnership(
    version: Version,
    authorities: Collection[str] | None,
    queues: Collection[str] | None,
    teams: Collection[str] | None,
    faults: Faults,
) -> None:
    service = version.service
    for name in service.offered_by if authorities is not None else ():
        if name not in (authorities or ()):
            faults.add(
                "service.yaml",
                0,
                "offered_by",
                f"`{name}` is not an authority of the partnership",
                nearest(name, authorities or ()),
            )
    if teams is not None and service.owner not in teams:
        faults.add(
            "service.yaml",
            0,
            "owner",
            f"`{service.owner}` is not a team of the partnership",
            nearest(service.owner, teams),
        )
    if queues is None:
        return
    named = [("service.yaml", 0, "queue", service.queue)]
    named += [
        ("service.yaml", 0, key, str(service.settings[key]))
        for key in ("evidence_queue", "review_queue")
        if service.settings[key]
    ]
    named += [
        ("rules.yaml", row.line, f"{words.table.name}.{row.name}.to", row.to)
        for words in version.words.values()
        for row in words.table.rows
        if row.to
    ]
    for file, line, key, name in named:
        if name not in queues:
            faults.add(file, line, key, f"`{name}` is not a queue of the partnership", nearest(name, queues))
