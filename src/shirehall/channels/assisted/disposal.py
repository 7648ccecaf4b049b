"""Who was there goes with the case that it was about. What belongs to a draft goes with the draft."""

from collections.abc import Sequence

from django.utils.translation import gettext_noop

from shirehall.casework.api import Disposer, register_disposer
from shirehall.casework.models import Case
from shirehall.channels.assisted.models import Help


def _no_documents(documents: Sequence[str]) -> None:
    """This app keeps no documents."""


def _of_case(case: Case) -> None:
    Help.objects.filter(case=case).delete()


register_disposer(
    Disposer("help", gettext_noop("Who helped, and who was there"), _no_documents, dispose_of_case=_of_case)
)
