"""`registers`: bring tables in and take them out, from the server's own shell."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shirehall.departments.finance.registers.importing.running import (
    finish_import,
    kind_called,
    leave_import,
    try_import,
)
from shirehall.departments.finance.registers.importing.writing import export, refused_rows, template
from shirehall.departments.finance.registers.ledger_adapter import fetch_from_ledger
from shirehall.departments.finance.registers.models import RegisterImport
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.partnership.api import Officer, scope

_MOST_ROWS = 1_000_000
_SHOWN = 20


class Command(BaseCommand):
    """One command with a word for what to do. Nothing is brought in without --apply."""

    help = "Bring suppliers, orders, receipts, agreements, budgets or payments in from a table, or take them out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A sub-command each."""
        within = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        bring = within.add_parser("import", help="try a table, and with --apply bring it in")
        bring.add_argument("file", type=Path)
        bring.add_argument("--kind", required=True)
        bring.add_argument(
            "--by", required=True, metavar="OFFICER", help="mail address of the officer who does it"
        )
        bring.add_argument("--apply", action="store_true", help="bring the good rows in")
        bring.add_argument(
            "--all-or-nothing", action="store_true", help="with --apply: only where no row is wrong"
        )
        bring.add_argument("--errors", type=Path, metavar="FILE", help="write the refused rows there, as CSV")
        for name, text in (("export", "what is on a register"), ("template", "a table to fill in")):
            out = within.add_parser(name, help=text)
            out.add_argument("kind")
            out.add_argument("file", type=Path, help="CSV, or a workbook where it ends in .xlsx")
        within.add_parser("fetch", help="bring in what is new in the ledger")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what came of it."""
        try:
            if options["what"] == "import":
                self._import(**options)
            elif options["what"] == "fetch":
                for report in fetch_from_ledger(at=timezone.now()):
                    self._say(report)
            else:
                kind, workbook = kind_called(options["kind"]), options["file"].suffix == ".xlsx"
                write = export if options["what"] == "export" else template
                options["file"].write_bytes(write(kind, workbook=workbook))
        except (RegisterError, OSError) as error:
            raise CommandError(str(error)) from error

    def _import(self, **options: Any) -> None:
        officer = Officer.objects.filter(email__iexact=options["by"], is_active=True).first()
        if officer is None or scope(officer, "keep_registers").is_empty:
            raise CommandError(f"{options['by']} is no officer who keeps the registers.")
        by, at, path = officer.email, timezone.now(), options["file"]
        may_ask = not scope(officer, "change_bank_details").is_empty
        report = try_import(
            kind=options["kind"], name=path.name, content=path.read_bytes(), by=by, at=at, may_ask=may_ask,
            most_rows=_MOST_ROWS,
        )  # fmt: skip
        if options["errors"] and report.refused:
            options["errors"].write_bytes(refused_rows(kind_called(report.kind), report))
        if options["apply"] and not (options["all_or_nothing"] and report.refused):
            report = finish_import(
                tried=report, whole=options["all_or_nothing"], by=by, at=at, may_ask=may_ask
            )
        else:
            leave_import(tried=report, by=by, at=at)
        self._say(report)
        if options["all_or_nothing"] and report.refused:
            raise CommandError("Nothing was brought in.")

    def _say(self, report: RegisterImport) -> None:
        how = "brought in" if report.state == RegisterImport.State.DONE else "only tried, nothing is kept"
        self.stdout.write(
            f"{report.name}, {report.kind}: {report.rows} rows, {report.added} new, {report.changed} changed, "
            f"{report.same} as before, {len(report.refused)} refused, {report.asked} new bank details asked for; {how}."
        )
        for each in report.refused[:_SHOWN]:
            self.stdout.write(f"  row {each['row']}: {each['problem']}")
        if len(report.refused) > _SHOWN:
            self.stdout.write(f"  and {len(report.refused) - _SHOWN} more")
