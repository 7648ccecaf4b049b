"""When somebody was told last about an invoice that waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shirehall_finance_invoices", "0002_exception_about"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoiceexception",
            name="told_at",
            field=models.DateTimeField(blank=True, help_text="When somebody was told last.", null=True),
        ),
    ]
