"""What the worker does now and then: the drop folder, mailboxes that nobody watches, mails that wait their turn,
answers to senders, and the samples of a demonstration."""

from datetime import datetime

from shirehall.casework.api import Chore, register_chore
from shirehall.departments.finance.intake.answering import answer_senders
from shirehall.departments.finance.intake.fetching import poll
from shirehall.departments.finance.intake.folder import take_from_folder
from shirehall.departments.finance.intake.playing.ready import make_ready
from shirehall.departments.finance.intake.waiting import open_waiting
from shirehall.partnership.api import is_demonstration


def _samples(at: datetime) -> int:
    return make_ready(at) if is_demonstration() else 0


for chore in (
    Chore("invoice_folder", "Take invoices from the drop folder", take_from_folder),
    Chore("invoice_mailboxes", "Look into the invoices' mailboxes", poll),
    Chore("invoice_mails_waiting", "Open mails that waited their turn", open_waiting),
    Chore("invoice_answers", "Answer senders whose invoices cannot be used", answer_senders),
    Chore("invoice_samples", "Make the demonstration's sample invoices", _samples),
):
    register_chore(chore)
