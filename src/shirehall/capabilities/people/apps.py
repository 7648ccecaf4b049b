"""The people capability as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Label `shirehall_people`. How people want to be reached, what they need, and who acts for them."""

    name = "shirehall.capabilities.people"
    label = "shirehall_people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"
