"""Sheets: short pages that follow each other stand together, for an officer sees many questions at once."""

from shirehall.kernel.api import Journey, PageState, Question

MOST_QUESTIONS = 8
_AS_LONG_AS = {"address": 3, "long_text": 2, "file": 2}


def sheet_of(journey: Journey, page_name: str) -> tuple[PageState, ...]:
    """The pages that stand on one sheet with a page that is asked; a repeated page stands alone. Empty for a page that
    is not asked. A page that may come later ends a sheet, since it has its place in the order."""
    return next(
        (sheet for sheet in sheets(journey) if any(state.page.name == page_name for state in sheet)), ()
    )


def sheets(journey: Journey) -> list[tuple[PageState, ...]]:
    """Every sheet of what is asked now, in order."""
    found: list[tuple[PageState, ...]] = []
    open_now: tuple[PageState, ...] = ()
    for state in journey.pages:
        if state.state == "not_applicable":
            continue
        alone = state.state == "not_yet" or bool(state.page.repeat)
        if open_now and (alone or _length((*open_now, state)) > MOST_QUESTIONS):
            found.append(open_now)
            open_now = ()
        if state.state == "not_yet":
            continue
        if alone:
            found.append((state,))
        else:
            open_now = (*open_now, state)
    return [*found, open_now] if open_now else found


def questions_of(sheet: tuple[PageState, ...]) -> list[Question]:
    """Every question of a sheet, in order."""
    return [question for state in sheet for question in state.questions]


def _length(sheet: tuple[PageState, ...]) -> int:
    return sum(_AS_LONG_AS.get(question.type, 1) for question in questions_of(sheet))
