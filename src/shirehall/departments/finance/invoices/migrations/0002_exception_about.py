"""What the person who is asked hangs on, and the last time that finance is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shirehall_finance_invoices", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoiceexception",
            name="about",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name="invoiceexception",
            name="level",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("reminded", "Reminded"),
                    ("manager", "Manager"),
                    ("finance", "Finance"),
                    ("last", "Last"),
                ],
                default="person",
                max_length=10,
            ),
        ),
    ]
