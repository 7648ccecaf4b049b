"""The documents capability as a Django app."""

from django.apps import AppConfig
from django.core.checks import register

from shirehall.capabilities.documents.checks import check_documents


class DocumentsConfig(AppConfig):
    """Label `shirehall_documents`. Files that people send and letters that we make, kept privately."""

    name = "shirehall.capabilities.documents"
    label = "shirehall_documents"
    verbose_name = "Documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_documents)
