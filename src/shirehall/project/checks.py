"""Start-up checks: relations between records keep to the order of the layers, as imports do."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from shirehall.project.layers import ROOT, may_know


def check_relations(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a foreign key, one-to-one or many-to-many from a model to one of an upper layer, or to a sibling."""
    return [
        Error(
            f"{_name(holder)}.{field} points at {_name(target)}, which {_package(holder)} may not know.",
            hint=(
                f"Turn it round: let {_name(target)} point at {_name(holder)}, or keep the value as given "
                f"instead of a key. The order is in shirehall/project/layers.py."
            ),
            obj=holder,
            id="shirehall.E001",
        )
        for holder, field, target in _relations()
        if not may_know(holder.__module__, target.__module__)
    ]


def check_migration_dependencies(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a migration that waits for one of an upper layer, or of a sibling."""
    packages = {config.label: config.name for config in apps.get_app_configs() if _is_ours(config.name)}
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return [
        Error(
            f"The migration {label}.{name} depends on {other}, and {packages[label]} may not know {packages[other]}.",
            hint="Let the upper one wait for the lower, or move the model. The order: shirehall/project/layers.py.",
            id="shirehall.E002",
        )
        for (label, name), migration in sorted(loader.disk_migrations.items())
        for other, _ in migration.dependencies
        if label in packages and other in packages and not may_know(packages[label], packages[other])
    ]


def check_demonstration_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to answer for any but this machine in demonstration mode, which shows sign-in codes."""
    strangers = set(settings.ALLOWED_HOSTS) - {*settings.LOOPBACK_HOSTS, "testserver"}
    if not settings.SHIREHALL_DEMO or not strangers:
        return []
    return [
        Error(
            f"Demonstration mode answers for {', '.join(sorted(strangers))}, and it may answer for this machine only.",
            hint="Unset SHIREHALL_DEMO, or take the name out of ALLOWED_HOSTS.",
            id="shirehall.E003",
        )
    ]


def _relations() -> Iterator[tuple[type[Model], str, type[Model]]]:
    """Give every relation from one of our models to another of ours."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not isinstance(target, type) or field.model is not model:
                continue
            if _is_ours(model.__module__) and _is_ours(target.__module__):
                yield model, field.name, target


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == ROOT and "." in module


def _package(model: type[Model]) -> str:
    return apps.get_app_config(model._meta.app_label).name


def _name(model: type[Model]) -> str:
    return f"{model.__module__}.{model.__name__}"
