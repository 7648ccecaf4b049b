from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext

from shirehall.kernel import language
from shirehall.project.checks import check_demonstration_hosts, check_migration_dependencies, check_relations


class ProjectConfig(AppConfig):
    name = "shirehall.project"
    label = "shirehall_project"
    verbose_name = "Shirehall"

    def ready(self) -> None:
        language.use(gettext)
        register(check_relations)
        register(check_migration_dependencies)
        register(check_demonstration_hosts)
