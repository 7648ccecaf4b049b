"""A form's errors in the shape of the page shells: a text and where it leads."""

from typing import Any


def errors_of(form: Any) -> list[dict[str, str]]:
    """Every error of a Django form, in the order of its fields; errors of the whole form lead to its first field."""
    if form is None or not form.is_bound:
        return []
    shown = [field for field in form if not field.is_hidden]
    first = shown[0].auto_id if shown else "main"
    found = [{"text": str(text), "href": f"#{first}"} for text in form.non_field_errors()]
    for field in form:
        found += [
            {"text": str(text), "href": f"#{first if field.is_hidden else field.auto_id}"}
            for text in field.errors
        ]
    return found
