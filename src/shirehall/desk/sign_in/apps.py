"""Sign-in as a Django app. It has no records of its own: accounts are the partnership's, factors are allauth's."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """Label `shirehall_sign_in`."""

    name = "shirehall.desk.sign_in"
    label = "shirehall_sign_in"
    verbose_name = "Sign in"
