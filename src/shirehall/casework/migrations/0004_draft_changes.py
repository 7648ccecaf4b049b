import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shirehall_casework', '0003_languages'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='changes',
            field=models.ForeignKey(blank=True, db_index=False, help_text='The case that it tells a change of.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='shirehall_casework.case'),
        ),
    ]
