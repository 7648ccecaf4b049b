"""Make the tables. Run as `python -m benchmarks.bare.prepare`."""

import os

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
