"""DDL again, after Python."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_rows")]
    operations = [
        migrations.RenameField("submission", "count", "number"),
        migrations.AlterField("submission", "note", models.TextField()),
    ]
