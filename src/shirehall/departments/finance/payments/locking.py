"""Taking a run's lock, which every change to it holds."""

from django.utils.translation import gettext as _

from shirehall.departments.finance.payments.models import PaymentRun
from shirehall.departments.finance.payments.problems import StaleRun


def lock_run(number: int, seen: int) -> PaymentRun:
    """The run by its primary key as it stands, locked until the transaction ends. Raises StaleRun where it has changed
    since version `seen`."""
    run = PaymentRun.objects.select_for_update().get(pk=number)
    if run.version != seen:
        raise StaleRun(_("Somebody has changed this run since you opened it. Look at it again, then decide."))
    return run


def move_run(run: PaymentRun) -> None:
    """Save what was changed of a locked run as one version more."""
    # The version stands in the condition too: a database that takes no row locks lets nobody pass who saw another one.
    seen = run.version
    if not PaymentRun.objects.filter(pk=run.pk, version=seen).update(version=seen + 1):
        raise StaleRun(_("Somebody has changed this run since you opened it. Look at it again, then decide."))
    run.version = seen + 1
    run.save()
