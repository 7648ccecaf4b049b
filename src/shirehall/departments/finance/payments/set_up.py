"""What is wrong with how paying is set up, each with the mend. Uses no network and no database."""

from shirehall.departments.finance.payments.accounts import read_accounts
from shirehall.departments.finance.payments.credits import FileError, check_account
from shirehall.departments.finance.payments.lateness import current_rates
from shirehall.departments.finance.payments.problems import RunError
from shirehall.departments.finance.payments.settings import PaymentSettings


def check_config() -> tuple[str, ...]:
    """Sentences for who sets the server up; none where all is well. A council that pays nothing from here needs no
    accounts."""
    try:
        settings = PaymentSettings.current()
    except ValueError as error:
        return (str(error),)
    found = []
    try:
        current_rates()
    except ValueError as error:
        found.append(f"SHIREHALL_BASE_RATES: {error}")
    if settings.accounts is not None:
        try:
            for account in read_accounts(settings.accounts).values():
                check_account(account)
        except (RunError, FileError) as error:
            found.append(f"SHIREHALL_PAYMENTS_ACCOUNTS: {error}")
    return tuple(found)
