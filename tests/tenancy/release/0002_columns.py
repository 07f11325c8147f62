"""Pure DDL of many kinds, as SQL for the fleet: a default that looks like a parameter, a check, an index, a table."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]
    operations = [
        migrations.AddField("submission", "note", models.CharField(max_length=20, default="100 %s; 'x'")),
        migrations.AddField("submission", "count", models.IntegerField(db_default=7)),
        migrations.AddConstraint(
            "submission", models.CheckConstraint(condition=~Q(note="50%"), name="submission_note")
        ),
        migrations.AddIndex(
            "submission", models.Index(fields=["note"], condition=Q(count__gt=0), name="submission_note_idx")
        ),
        migrations.AlterField("submission", "fingerprint", models.CharField(max_length=100, default="", db_index=True)),
        migrations.CreateModel(
            "Receipt",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("submission", models.ForeignKey("submissions.Submission", on_delete=models.CASCADE)),
            ],
        ),
        migrations.RunSQL("INSERT INTO submissions_receipt (submission_id) SELECT id FROM submissions_submission"),
    ]
