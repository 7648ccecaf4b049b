"""A start-up check: the settings can be read, and a council is told where files are not scanned."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from shirehall.capabilities.documents.settings import DocumentSettings


def check_documents(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error for a setting that cannot be read; outside a demonstration, a warning where ClamAV is not set up."""
    try:
        current = DocumentSettings.current()
    except ValueError as error:
        return [checks.Error(str(error), id="shirehall.documents.E001")]
    if current.clamd or getattr(settings, "SHIREHALL_DEMO", False):
        return []
    hint = "Set SHIREHALL_CLAMD to where ClamAV listens. Until then each file is shown as not scanned."
    return [checks.Warning("Files are not scanned for viruses.", hint=hint, id="shirehall.documents.W001")]
