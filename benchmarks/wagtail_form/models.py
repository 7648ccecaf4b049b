"""A page with a form, as Wagtail's documentation describes one."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class AskedField(AbstractFormField):  # type: ignore[misc]  # Wagtail has no types
    """A field of the form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractForm):  # type: ignore[misc]
    """The page."""

    template = "wagtail_form/page.html"
    landing_page_template = "wagtail_form/landed.html"
