from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shirehall_casework", "0004_draft_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="renew_on",
            field=models.DateField(
                blank=True,
                help_text="When it is asked about again, or, once asked, passed to an officer.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="renewal_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("renew_on__isnull", False)),
                fields=["renew_on", "id"],
                name="case_to_renew",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("apply", "Apply"),
                    ("change", "Change"),
                    ("correction", "Correction"),
                    ("evidence", "Evidence"),
                    ("judgement", "Judgement"),
                    ("review", "Review"),
                    ("withdraw", "Withdraw"),
                    ("close", "Close"),
                    ("renewal", "Renewal"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decide", "Decide"),
                    ("evidence", "Evidence"),
                    ("review", "Review"),
                    ("call_back", "Call Back"),
                    ("failed_step", "Failed Step"),
                    ("contact", "Contact"),
                    ("renewal", "Renewal"),
                    ("reply", "Reply"),
                ],
                max_length=20,
            ),
        ),
    ]
