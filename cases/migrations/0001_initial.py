import django.db.models.deletion
import kernel.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="Aktenzeichen")),
                ("worker", models.UUIDField(verbose_name="zuständig")),
                ("begins", models.DateField(verbose_name="begonnen am")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="beendet am")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
            ],
            options={
                "ordering": ["-begins", "number"],
                "indexes": [
                    models.Index(fields=["district", "begins"], name="cases_casef_distric_42b8bf_idx"),
                    models.Index(fields=["worker"], name="cases_casef_worker_7cc2e8_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="case_dates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "reference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.casereference"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="cases.casefile"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
