"""The files of a run, and the fingerprint of what it pays. The same run gives the same bytes at every call."""

import hashlib
from collections.abc import Sequence

from shirehall.casework.api import local_date
from shirehall.casework.canonical import canonical, digest
from shirehall.departments.finance.payments import pain001, reading_back, standard18
from shirehall.departments.finance.payments.credits import Credit, FileError, PayingAccount
from shirehall.departments.finance.payments.models import Payment, PaymentRun
from shirehall.departments.finance.payments.settings import PaymentSettings, processing_day

ENDINGS = {"pain001": ".xml", "standard18": ".txt"}
CONTENT_TYPES = {"pain001": "application/xml", "standard18": "text/plain"}


def fingerprint(run: PaymentRun, payments: Sequence[Payment]) -> str:
    """A hash of the day, the account and every payment with its invoices. `payments` with their items, in order."""
    return digest(
        canonical(
            {
                "run": run.name, "pay_on": run.pay_on.isoformat(), "from": run.paid_from,
                "payments": [
                    [
                        each.key, each.supplier_id, each.name, each.sort_code, each.account_number, each.amount,
                        each.reference, [[item.invoice_id, item.amount, item.discount] for item in each.items.all()],
                    ]
                    for each in payments
                ],
            }
        )
    )  # fmt: skip


def make_files(run: PaymentRun, payments: Sequence[Payment]) -> dict[str, bytes]:
    """The bytes by format; none where no money moves. Each file is read back and held against the payments. Raises
    FileError."""
    credits_ = [
        Credit(
            key=each.key, number=each.number, name=each.name, sort_code=each.sort_code,
            account_number=each.account_number, amount=each.amount, reference=each.reference,
        )
        for each in payments
        if each.amount
    ]  # fmt: skip
    if not credits_:
        return {}
    account = PayingAccount(**run.paid_from)
    made: dict[str, bytes] = {}
    settings = PaymentSettings.current()
    if "pain001" in settings.files:
        made["pain001"] = pain001.write(
            message_id=run.name,
            account=account,
            credits_=credits_,
            pay_on=run.pay_on,
            made_at=run.proposed_at,
        )
    if "standard18" in settings.files:
        made["standard18"] = standard18.write(
            serial=_serial(run), account=account, credits_=credits_, processing_on=processing_day(run.pay_on),
            made_on=local_date(run.proposed_at), days=settings.bacs_days,
        )  # fmt: skip
    _hold_against(made, credits_, account)
    return made


def sha256_of(content: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _serial(run: PaymentRun) -> str:
    return f"R{run.number % 100_000:05}"


def _hold_against(made: dict[str, bytes], credits_: Sequence[Credit], account: PayingAccount) -> None:
    readers = {"pain001": reading_back.pain001, "standard18": reading_back.standard18}
    meant = [(each.sort_code, each.account_number, each.amount) for each in credits_]
    for name, content in made.items():
        read = readers[name](content)
        said = [(each.sort_code, each.account_number, each.amount) for each in read.payments]
        if said != meant or read.paid_from != (account.sort_code, account.account_number):
            raise FileError("The file for the bank does not say what the run pays.")
