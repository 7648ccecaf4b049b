"""The accounts that pay, one a council: a file that the council names; invented ones in a demonstration."""

from pathlib import Path

import yaml

from shirehall.departments.finance.payments.credits import PayingAccount
from shirehall.departments.finance.payments.problems import RunError
from shirehall.departments.finance.payments.settings import PaymentSettings
from shirehall.partnership.api import is_demonstration

INVENTED = Path(__file__).with_name("demonstration_accounts.yaml")
_KEYS = {"name", "sort_code", "account_number", "user_number"}


def paying_account(authority: str) -> PayingAccount:
    """The account of a council. Raises RunError where none is set up, or the file cannot be read."""
    path = PaymentSettings.current().accounts or (INVENTED if is_demonstration() else None)
    if path is None:
        raise RunError("No account to pay from is set up. SHIREHALL_PAYMENTS_ACCOUNTS must name the file.")
    found = read_accounts(path).get(authority)
    if found is None:
        raise RunError("No account to pay from is set up for this council.")
    return found


def read_accounts(path: Path) -> dict[str, PayingAccount]:
    """Accounts by council from a YAML file: name, sort_code (six digits), account_number (eight) and user_number (the
    six digits of the Bacs service user), each in quotation marks. Raises RunError."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RunError("The file of accounts to pay from cannot be read.") from error
    if not isinstance(data, dict):
        raise RunError("The file of accounts to pay from has no councils.")
    accounts = {}
    for authority, given in data.items():
        if (
            not isinstance(given, dict)
            or set(given) != _KEYS
            or not all(isinstance(v, str) for v in given.values())
        ):
            raise RunError(
                f"The account of {authority} needs {', '.join(sorted(_KEYS))}, in quotation marks."
            )
        accounts[str(authority)] = PayingAccount(**given)
    return accounts
