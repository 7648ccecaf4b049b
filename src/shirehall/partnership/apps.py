"""The partnership as a Django app."""

from django.apps import AppConfig
from django.core.checks import register

from shirehall.partnership.checks import check_partnership_data


class PartnershipConfig(AppConfig):
    """Label `shirehall_partnership`; the officer's account is its `Officer`."""

    name = "shirehall.partnership"
    label = "shirehall_partnership"
    verbose_name = "Partnership"

    def ready(self) -> None:
        register(check_partnership_data)
