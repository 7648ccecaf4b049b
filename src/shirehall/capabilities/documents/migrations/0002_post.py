from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shirehall_documents", "0001_begin"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[("upload", "Upload"), ("letter", "Letter"), ("copy", "Copy"), ("post", "Post")],
                default="upload",
                max_length=10,
            ),
        ),
    ]
