"""`paper_trial`: print forms, fill them by a program, spoil them, read them back, and count what was right."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shirehall.channels.paper.trial.running import Figures, run_trial
from shirehall.kernel.api import Version, load
from shirehall.project.folders import known_services, read_texts

_FEWEST_RIGHT, _FEWEST_ALONE = 0.97, 0.85


class Command(BaseCommand):
    """Needs no database. The same seed gives the same figures on the same machine."""

    requires_system_checks = ()
    help = "Fill forms on paper by a program, spoil them, read them back, and print what was read right."

    def add_arguments(self, parser: CommandParser) -> None:
        """The seeds, how many sheets, and how to print."""
        parser.add_argument(
            "--seed", type=int, action="append", default=[], help="may be given again (default: 1)"
        )
        parser.add_argument("--sheets", type=int, default=30, help="how many sheets (default: 30)")
        parser.add_argument("--json", action="store_true", help="print one JSON object a seed")

    def handle(self, *args: Any, **options: Any) -> None:
        """One trial a seed. An error where a bound is not kept."""
        versions = [
            each for each in map(_loaded, known_services().values()) if "paper" in each.service.channels
        ]
        if not versions:
            raise CommandError("No service that is known is offered on paper. Add `paper` to its `channels`.")
        kept = True
        for seed in options["seed"] or [1]:
            figures = run_trial(versions, seed=seed, sheets=options["sheets"], on=timezone.localdate())
            kept = kept and _is_kept(figures)
            self.stdout.write(json.dumps(figures.told()) if options["json"] else _in_words(figures))
        if not kept:
            raise CommandError("A bound was not kept.")


def _loaded(folder: Any) -> Version:
    return load(read_texts(folder))


def _is_kept(figures: Figures) -> bool:
    told = figures.told()
    return (
        figures.found == figures.sheets
        and not figures.wrong_certain
        and told["right"] >= _FEWEST_RIGHT
        and told["no_person"] >= _FEWEST_ALONE
    )


def _in_words(figures: Figures) -> str:
    told = figures.told()
    lines = [
        f"seed {figures.seed}: {figures.sheets} sheets, {figures.found} found their form",
        f"  {figures.seconds_a_sheet:.2f} s a sheet",
        f"  ticks and digits {figures.boxes}: {told['right']:.2%} right, {told['no_person']:.2%} need no person",
        f"  not learned from {told['unseen_boxes']}: {told['unseen_right']:.2%} right",
        f"  not learned from {told['unseen_boxes']}: {told['unseen_no_person']:.2%} need no person",
        f"  capitals {figures.capitals}: {told['capitals_right']:.2%} right",
        f"  answers {figures.values}: {figures.certain} certain, {len(figures.wrong_certain)} wrong and certain",
        *(f"    wrong: {each}" for each in figures.wrong_certain),
        *(f"    {count} x {what}" for what, count in figures.confusion.most_common()),
    ]
    return "\n".join(lines)
