"""The officers' navigation leads to the registers and to what officers have to receive."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link

REGISTERS, RECEIPTS = "finance_registers", "finance_receipts"


def _registers() -> str:
    return reverse("finance_suppliers")


def _receipts() -> str:
    return reverse("finance_receipts")


register_desk_link(
    DeskLink(REGISTERS, gettext_noop("Registers"), _registers, needs="keep_registers", order=44)
)
register_desk_link(DeskLink(RECEIPTS, gettext_noop("My receipts"), _receipts, needs="see_case", order=45))
