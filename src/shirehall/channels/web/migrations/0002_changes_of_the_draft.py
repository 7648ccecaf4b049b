"""Which case a draft changes belongs to the draft: every channel has to know it."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _to_the_draft(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    web_draft: Any = apps.get_model("shirehall_web", "WebDraft")
    for on_web in web_draft.objects.exclude(changes=None).select_related("draft"):
        on_web.draft.changes_id = on_web.changes_id
        on_web.draft.save(update_fields=["changes"])


class Migration(migrations.Migration):

    dependencies = [
        ('shirehall_web', '0001_begin'),
        ('shirehall_casework', '0004_draft_changes'),
    ]

    operations = [
        migrations.RunPython(_to_the_draft, migrations.RunPython.noop),
        migrations.RemoveField(model_name='webdraft', name='changes'),
        migrations.AlterField(
            model_name='accesscode',
            name='purpose',
            field=models.CharField(choices=[('verify', 'Verify'), ('return', 'Return'), ('resume', 'Resume')], max_length=10),
        ),
    ]
