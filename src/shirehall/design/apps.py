from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "shirehall.design"
    label = "shirehall_design"
    verbose_name = "Design"
