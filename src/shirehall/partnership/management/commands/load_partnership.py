"""`load_partnership`: bring the tables in step with the partnership's folder."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shirehall.partnership.api import current_partnership, load_partnership
from shirehall.partnership.reading import PartnershipError


class Command(BaseCommand):
    """Idempotent: doing it again changes nothing."""

    help = (
        "Bring the tables of councils, wards, offices, teams and queues in step with SHIREHALL_PARTNERSHIP."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_partnership(by="command", at=timezone.now())
        except PartnershipError as error:
            raise CommandError(str(error)) from error
        data = current_partnership()
        self.stdout.write(
            f"{data.name}: {len(data.authorities)} councils, {len(data.wards)} wards, "
            f"{len(data.teams)} teams, {len(data.queues)} queues."
        )
