"""What a further language lacks: what is missing, what was made from an English that has changed, what is left over."""

from shirehall.kernel.checks.wording import LONGEST_SMS_QUESTION
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.problems import nearest
from shirehall.kernel.translation.reading import Language, home_of
from shirehall.kernel.translation.texts import Text, texts_of
from shirehall.kernel.version import Version

_SHOWN = 60


def check_languages(version: Version, faults: Faults) -> None:
    """Writes down each text that a language lacks. It is advice, for the English stands in; where the file says
    `complete: yes` it is an error, for its author has promised otherwise."""
    if not version.languages:
        return
    english = texts_of(version.service)
    for language in version.languages.values():
        for place, text in english.items():
            _check_text(version, language, place, text, faults)
        for place, entry in language.entries.items():
            if place not in english or home_of(english[place], language.code) != entry.file:
                mend = (
                    nearest(place, english) if place not in english else "move it to the file of its page set"
                )
                said = "there is no such text in this service"
                # What a page set says for all is not left over where one service does not ask it.
                if not entry.file.startswith("_shared/"):
                    mend = (
                        mend
                        or f"remove it: `shirehall translate {version.service.name} --to {language.code}`"
                    )
                    faults.add(entry.file, entry.line, f"texts.{place}", said, mend, advice=True)


def _check_text(version: Version, language: Language, place: str, text: Text, faults: Faults) -> None:
    entry = language.entries.get(place)
    command = f"shirehall translate {version.service.name} --to {language.code}"
    home = home_of(text, language.code)
    if entry is None or not (entry.said.strip() or entry.was):
        line = entry.line if entry else 0
        said = f"“{_short(text.words)}” has no translation into {language.name}"
        mend = "write it under `is`" if entry else f"run `{command}`, and write it under `is`"
        faults.add(home, line, f"texts.{place}", said, mend, advice=not language.complete)
    elif not entry.stands(text.words):
        was = entry.was or entry.of
        said = f"the English was “{_short(was)}” when this was translated, and is “{_short(text.words)}” now"
        mend = "correct `is`, then take `was` out" if entry.was else f"run `{command}`, and correct `is`"
        faults.add(home, entry.line, f"texts.{place}", said, mend, advice=not language.complete)
    elif place.startswith("questions.") and place.endswith(".sms") and len(entry.said) > LONGEST_SMS_QUESTION:
        said = f"the question is too long for a text message ({len(entry.said)} characters)"
        faults.add(home, entry.line, f"texts.{place}", said, f"use at most {LONGEST_SMS_QUESTION}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
