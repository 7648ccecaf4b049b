from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shirehall_finance_invoices', '0005_withheld'),
    ]

    operations = [
        migrations.AddField(
            model_name='invoice',
            name='judged_on',
            field=models.JSONField(default=dict, help_text='What each judgement that lets it pass was made on.'),
        ),
        migrations.AddField(
            model_name='reservation',
            name='spent',
            field=models.BooleanField(default=False, help_text='It ended because the invoice was paid.'),
        ),
    ]
