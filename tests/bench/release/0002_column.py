"""One more column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]
    operations = [migrations.AddField("submission", "note", models.CharField(max_length=20, default=""))]
