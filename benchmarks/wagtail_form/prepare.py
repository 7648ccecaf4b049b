"""Make the tables and the page. Run as `python -m benchmarks.wagtail_form.prepare`."""

import os

import django
from django.core.management import call_command

FIELDS = (
    ("Full name", "singleline", ""),
    ("Date of birth", "date", ""),
    ("National Insurance number", "singleline", ""),
    ("Address", "multiline", ""),
    ("Postcode", "singleline", ""),
    ("Email", "email", ""),
    ("Telephone", "singleline", ""),
    ("Household kind", "dropdown", "single,couple"),
    ("Children", "number", ""),
    ("Receives maximum benefit", "radio", "yes,no"),
    ("Weekly income", "number", ""),
    ("Council tax bill", "number", ""),
)


def _make_page() -> None:
    from wagtail.models import Page, Site  # noqa: PLC0415 - models can be read once Django is set up

    from benchmarks.wagtail_form.models import AskedField, FormPage  # noqa: PLC0415

    root = Page.objects.get(depth=1)
    page = root.add_child(instance=FormPage(title="Apply", slug="apply"))
    for number, (label, kind, choices) in enumerate(FIELDS):
        AskedField.objects.create(
            page=page, sort_order=number, label=label, field_type=kind, required=True, choices=choices
        )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "127.0.0.1", "port": 80, "root_page": page}
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.wagtail_form.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    _make_page()
