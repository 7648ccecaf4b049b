"""The gazetteer as a Django app. Providers of addresses come from every app's `address_provider.py`."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules

from shirehall.capabilities.gazetteer.checks import check_gazetteer


class GazetteerConfig(AppConfig):
    """Label `shirehall_gazetteer`. It has no records: a case keeps its address as given."""

    name = "shirehall.capabilities.gazetteer"
    label = "shirehall_gazetteer"
    verbose_name = "Gazetteer"

    def ready(self) -> None:
        autodiscover_modules("address_provider")
        register(check_gazetteer)
