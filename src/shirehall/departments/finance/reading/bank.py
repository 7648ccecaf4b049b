"""Bank accounts printed on a document. One that is printed and overlooked would be a hole in the payment controls, so a
likely one that cannot be read for sure is said too."""

import re

_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,11}){2,8}(?: ?[A-Z0-9]{1,4})?(?![A-Z0-9])")
_SORT_CODE = re.compile(
    r"(?i)(?:sort[\s-]*code|sort|s/c)\W{0,6}(?:no\.?|number)?\W{0,6}(\d\d)[- .]?(\d\d)[- .]?(\d\d)(?!\d)"
)
_SORT_SHAPE = re.compile(r"(?<![\d-])(\d\d)-(\d\d)-(\d\d)(?![\d-])")
_ACCOUNT = re.compile(
    r"(?i)(?:account|acc|a/c|acct)\.?\s*(?:no|number|num|#|nr)?\W{0,6}(\d{4} ?\d{4}|\d{8})(?!\d)"
)
_EIGHT = re.compile(r"(?<![\d,.-])\d{8}(?![\d,.-])")
_WORDS = re.compile(r"(?i)sort\s*code|\biban\b|bank details|\bbacs\b|account n")
NEAR = 4


def is_about_bank(problem: str) -> bool:
    """Whether a problem of reading says that bank details are printed which were not read for sure."""
    return any(word in problem for word in ("sort code", "IBAN", "Bank details"))


def bank_accounts(text: str) -> tuple[list[str], list[str]]:
    """The accounts of a text (IBANs whose check figures are right, sort codes with their account number), and sentences
    on what looks like one and could not be read."""
    found, problems = _ibans(text)
    lines = text.splitlines()
    for place, line in enumerate(lines):
        code = _SORT_CODE.search(line) or _under_heading(lines, place)
        if not code:
            continue
        around = lines[max(0, place - NEAR) : place + NEAR + 1]
        nearest = [line, *around]
        account = next((match[1] for each in nearest for match in _ACCOUNT.finditer(each)), None)
        if account is None:
            account = next(
                (
                    match[0]
                    for each in (line, *lines[place + 1 : place + 3])
                    for match in _EIGHT.finditer(each)
                ),
                None,
            )
        if account:
            found.append(f"{code[1]}-{code[2]}-{code[3]} {account.replace(' ', '')}")
        else:
            problems.append("A sort code is printed, and no account number was read beside it.")
    if not found and not problems and _WORDS.search(text) and re.search(r"(?i)sort\s*code|\biban\b", text):
        problems.append("Bank details are printed that could not be read.")
    return list(dict.fromkeys(found)), list(dict.fromkeys(problems))


def _under_heading(lines: list[str], place: int) -> re.Match[str] | None:
    """A sort code below its heading, in a table of bank details."""
    above = " ".join(lines[max(0, place - 2) : place]).casefold()
    return _SORT_SHAPE.search(lines[place]) if "sort" in above else None


def _ibans(text: str) -> tuple[list[str], list[str]]:
    found, problems = [], []
    for line in text.splitlines():
        for match in _IBAN.finditer(line):
            whole = _longest_right(match[0].replace(" ", ""))
            if whole:
                found.append(whole)
            elif "iban" in line.casefold() and sum(sign.isdigit() for sign in match[0]) >= 10:
                problems.append(
                    "An IBAN is printed whose check figures are wrong, or that was not read well."
                )
    return found, problems


def _longest_right(signs: str) -> str | None:
    """What follows an IBAN on its line may look like a part of it."""
    for size in range(min(34, len(signs)), 14, -1):
        if is_iban(signs[:size]):
            return signs[:size]
    return None


def is_iban(iban: str) -> bool:
    """Whether the check figures of an IBAN without blanks are right."""
    moved = iban[4:] + iban[:4]
    return (
        bool(re.fullmatch(r"[A-Z0-9]{15,34}", iban))
        and int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1
    )
