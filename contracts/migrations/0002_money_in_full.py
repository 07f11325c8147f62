import contracts.models.terms
import django.contrib.postgres.constraints
import django.db.models.deletion
import kernel.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "Leistung"),
                            ("fee", "Entgelt"),
                            ("quality", "Qualitätsentwicklung"),
                            ("cost", "Kosten"),
                            ("content", "Inhalt und Umfang"),
                        ],
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                ("summary", models.CharField(max_length=600, verbose_name="Vereinbart ist")),
                ("begins", models.DateField(verbose_name="gilt ab")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="contracts.contract"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "begins"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="agreement_dates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="Jahr")),
                ("total", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="Gesamtbetrag")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("percent", "nach Prozentsätzen"),
                            ("base_year", "nach den Anteilen eines früheren Jahres"),
                            ("indicator", "nach einer Kennzahl"),
                            ("raise", "alle Posten des Vorjahres um einen Prozentsatz erhöht"),
                        ],
                        max_length=9,
                        verbose_name="Verfahren",
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="Grundlage")),
                ("recorded_by", models.UUIDField(editable=False)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="contracts.contract",
                        verbose_name="Vertrag",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-id"],
                "constraints": [models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="allocation_total")],
            },
        ),
        migrations.CreateModel(
            name="AllocationShare",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("weight", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="Gewicht")),
                ("exact", models.DecimalField(decimal_places=8, max_digits=22, verbose_name="genau")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="Betrag")),
                (
                    "allocation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="contracts.allocation"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="contracts.budgetline"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("allocation", "line"), name="share_once")],
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "procedure",
                    models.CharField(
                        choices=[
                            ("interest", "Interessenbekundung"),
                            ("tender", "Ausschreibung"),
                            ("direct", "ohne Auswahlverfahren"),
                        ],
                        max_length=8,
                        verbose_name="Verfahren",
                    ),
                ),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="bekannt gemacht am")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="Frist bis")),
                ("criteria", models.CharField(blank=True, default="", max_length=600, verbose_name="Maßstäbe")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="entschieden am")),
                ("reason", models.CharField(blank=True, default="", max_length=600, verbose_name="Begründung")),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="selection", to="contracts.contract"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on", None), ("closes_on__gte", models.F("announced_on")), _connector="OR"
                        ),
                        name="selection_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("procedure", "direct"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="selection_direct_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Applicant",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("received_on", models.DateField(verbose_name="eingegangen am")),
                (
                    "points",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="Punkte"),
                ),
                ("selected", models.BooleanField(blank=True, null=True, verbose_name="ausgewählt")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Begründung")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="applicants", to="contracts.selection"
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__sort_key"],
                "constraints": [models.UniqueConstraint(fields=("selection", "organisation"), name="applicant_once")],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("holder", models.CharField(max_length=70, verbose_name="Kontoinhaber")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, default="", max_length=11, verbose_name="BIC")),
                ("begins", models.DateField(verbose_name="gilt ab")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("recorded_by", models.UUIDField(editable=False)),
                ("confirmed_by", models.UUIDField(editable=False, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__sort_key", "-begins"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="account_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="account_four_eyes",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        expressions=[
                            ("organisation", "="),
                            (
                                contracts.models.terms.DateRange(
                                    models.F("begins"), models.F("ends"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="account_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CentreMember",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("person", models.UUIDField(verbose_name="Person")),
                ("function", models.CharField(max_length=120, verbose_name="Aufgabe")),
                ("begins", models.DateField(verbose_name="im Team seit")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="im Team bis")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
                        to="contracts.centre",
                        verbose_name="Zentrum",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "ordering": ["centre", "begins", "id"],
                "indexes": [models.Index(fields=["person"], name="contracts_c_person_ebdb58_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="member_dates",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("centre", "="),
                            ("person", "="),
                            (
                                contracts.models.terms.DateRange(
                                    models.F("begins"), models.F("ends"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="member_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CentrePeriod",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("begins", models.DateField(verbose_name="seit")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="periods", to="contracts.centre"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.district"
                    ),
                ),
            ],
            options={
                "ordering": ["begins"],
                "constraints": [models.UniqueConstraint(fields=("centre", "begins"), name="centre_period_once")],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("walk_in", "Kontakt ohne Termin"), ("counselling", "Kurzberatung")],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="Tag")),
                ("recorded_by", models.UUIDField(editable=False)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="contracts.centre",
                        verbose_name="Zentrum",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-id"],
                "indexes": [
                    models.Index(fields=["district", "happened_on"], name="contracts_c_distric_b5656b_idx"),
                    models.Index(fields=["centre", "happened_on"], name="contracts_c_centre__93af97_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictBorder",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("geometry", models.JSONField(verbose_name="Grenze")),
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="border", to="contracts.district"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DistrictName",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("begins", models.DateField(verbose_name="heißt so seit")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="contracts.district"
                    ),
                ),
            ],
            options={
                "ordering": ["begins"],
                "constraints": [models.UniqueConstraint(fields=("district", "begins"), name="district_name_once")],
            },
        ),
        migrations.CreateModel(
            name="DistrictSuccession",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("begins", models.DateField(verbose_name="seit")),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="successions", to="contracts.district"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="origins", to="contracts.district"
                    ),
                ),
            ],
            options={
                "ordering": ["begins", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True), name="succession_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("title", models.CharField(max_length=200, verbose_name="Titel")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="contracts.contract"
                    ),
                ),
            ],
            options={
                "ordering": ["title", "id"],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="Fassung")),
                ("filename", models.CharField(max_length=200, verbose_name="Datei")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="Größe")),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("uploaded_by", models.UUIDField(editable=False)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="contracts.document"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("document", "number"), name="document_version_once")],
            },
        ),
        migrations.CreateModel(
            name="HoursImport",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("filename", models.CharField(max_length=200, verbose_name="Datei")),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField(null=True)),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="Zeilen")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="Stunden")),
                ("findings", models.JSONField(default=list, editable=False)),
                ("sums", models.JSONField(default=list, editable=False)),
                ("faults", models.PositiveIntegerField(default=0, verbose_name="Fehler")),
                (
                    "state",
                    models.CharField(
                        choices=[("checked", "geprüft"), ("booked", "gebucht"), ("discarded", "verworfen")],
                        default="checked",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                ("recorded_by", models.UUIDField(editable=False)),
                ("booked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "booked")), fields=("organisation", "sha256"), name="import_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("state", "checked")),
                            models.Q(models.Q(("state", "checked"), _negated=True), ("content", None)),
                            _connector="OR",
                        ),
                        name="import_content_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursMonth",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("worker", models.UUIDField(editable=False)),
                ("month", models.DateField(verbose_name="Monat")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "offen"), ("submitted", "eingereicht"), ("approved", "freigegeben")],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("approved_by", models.UUIDField(editable=False, null=True)),
                (
                    "return_reason",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=300, verbose_name="zurückgegeben, weil"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "ordering": ["-month", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("worker", "organisation", "month"), name="month_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="month_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("approved_by", models.F("worker")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="month_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursTimer",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("worker", models.UUIDField(editable=False, unique=True)),
                (
                    "work_kind",
                    models.CharField(
                        choices=[
                            ("case", "fallspezifisch"),
                            ("cross_case", "fallübergreifend"),
                            ("no_case", "fallunspezifisch"),
                        ],
                        max_length=10,
                        verbose_name="Arbeitsart",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="läuft seit")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.CharField(max_length=60, verbose_name="Rechnungsnummer")),
                ("issued_on", models.DateField(verbose_name="Rechnung vom")),
                ("received_on", models.DateField(verbose_name="eingegangen am")),
                ("due_on", models.DateField(db_index=True, verbose_name="zahlbar bis")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="Rechnungsbetrag")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "eingegangen"),
                            ("checked", "geprüft"),
                            ("approved", "freigegeben"),
                            ("rejected", "zurückgewiesen"),
                        ],
                        default="received",
                        editable=False,
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("checked_by", models.UUIDField(editable=False, null=True)),
                ("approved_by", models.UUIDField(editable=False, null=True)),
                ("paid_on", models.DateField(blank=True, editable=False, null=True, verbose_name="gezahlt am")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Bemerkung")),
                ("findings", models.JSONField(default=list, editable=False)),
                (
                    "reason",
                    models.CharField(blank=True, default="", editable=False, max_length=300, verbose_name="Begründung"),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="contracts.budgetline",
                        verbose_name="Budgetposten",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "number"), name="invoice_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoice_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("checked_by__isnull", False),
                                models.Q(("approved_by", models.F("checked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid_on", None), ("state", "approved"), _connector="OR"),
                        name="invoice_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceItem",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("begins", models.DateField(verbose_name="von")),
                ("ends", models.DateField(verbose_name="bis")),
                (
                    "unit",
                    models.CharField(
                        choices=[("hour", "Stunde"), ("day", "Tag"), ("month", "Monat"), ("flat", "Pauschale")],
                        max_length=5,
                        verbose_name="Einheit",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="Menge")),
                ("rate", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="Satz")),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="contracts.invoice"
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.casereference",
                    ),
                ),
            ],
            options={
                "ordering": ["begins", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends__gte", models.F("begins"))), name="item_dates"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("rate__gt", 0)), name="item_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Negotiation",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("held_on", models.DateField(verbose_name="Tag")),
                ("topic", models.CharField(max_length=200, verbose_name="Thema")),
                ("result", models.CharField(blank=True, default="", max_length=600, verbose_name="Ergebnis")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="negotiations",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "ordering": ["held_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("sort_key", models.CharField(editable=False, max_length=120)),
                ("description", models.CharField(blank=True, default="", max_length=600, verbose_name="Beschreibung")),
                ("audience", models.CharField(blank=True, default="", max_length=120, verbose_name="Für wen")),
                ("begins", models.DateField(verbose_name="gibt es seit")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="gibt es bis")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="contracts.centre",
                        verbose_name="Zentrum",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_key", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="offer_dates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferDate",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("held_on", models.DateField(db_index=True, verbose_name="Tag")),
                ("begins_at", models.TimeField(verbose_name="von")),
                ("ends_at", models.TimeField(verbose_name="bis")),
                ("place", models.CharField(blank=True, default="", max_length=200, verbose_name="Ort")),
                ("places", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Plätze")),
                ("cancelled", models.BooleanField(default=False, verbose_name="abgesagt")),
                ("adults", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Erwachsene")),
                ("children", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Kinder")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="contracts.offer",
                        verbose_name="Angebot",
                    ),
                ),
            ],
            options={
                "ordering": ["held_on", "begins_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="offer_date_times"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adults", None), ("children", None)),
                            models.Q(("adults__isnull", False), ("children__isnull", False)),
                            _connector="OR",
                        ),
                        name="offer_date_attended",
                    ),
                    models.UniqueConstraint(fields=("offer", "held_on", "begins_at"), name="offer_date_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRun",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveIntegerField(editable=False, unique=True, verbose_name="Nummer")),
                ("execute_on", models.DateField(verbose_name="Ausführung am")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "vorbereitet"),
                            ("approved", "freigegeben"),
                            ("paid", "ausgeführt"),
                            ("withdrawn", "zurückgezogen"),
                        ],
                        default="prepared",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                ("total", models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name="Summe")),
                ("prepared_by", models.UUIDField(editable=False)),
                ("approved_by", models.UUIDField(editable=False, null=True)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("paid_on", models.DateField(blank=True, editable=False, null=True, verbose_name="ausgeführt am")),
                (
                    "debtor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.bankaccount",
                        verbose_name="vom Konto",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "withdrawn"]),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="run_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                        ),
                        name="run_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="Betrag")),
                ("holder", models.CharField(max_length=70, verbose_name="Empfänger")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, default="", max_length=11, verbose_name="BIC")),
                ("purpose", models.CharField(max_length=140, verbose_name="Verwendungszweck")),
                ("live", models.BooleanField(default=True)),
                (
                    "instalment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="contracts.instalment",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="contracts.invoice",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payments", to="contracts.paymentrun"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("instalment__isnull", False), ("invoice", None)),
                            models.Q(("instalment", None), ("invoice__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_of_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("live", True)), fields=("instalment",), name="payment_instalment_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("live", True)), fields=("invoice",), name="payment_invoice_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "Berichtigung"),
                            ("readjustment", "Nachsteuerung"),
                            ("carry_over", "Übertrag"),
                            ("conversion", "Umwandlung in Vorbeugung"),
                            ("share", "Anteil am Überschuss"),
                            ("repayment", "Rückzahlung"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                ("posted_on", models.DateField(db_index=True, verbose_name="gilt ab")),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="Betrag")),
                ("minutes", models.IntegerField(default=0, verbose_name="Stunden")),
                (
                    "posts",
                    models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name="Vollzeitstellen"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="Grund")),
                ("recorded_by", models.UUIDField(editable=False)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="contracts.budgetline",
                        verbose_name="Budgetposten",
                    ),
                ),
            ],
            options={
                "ordering": ["posted_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), ("minutes", 0), ("posts", 0), _negated=True),
                        name="posting_something",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="posting_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="Jahr")),
                ("due_on", models.DateField(db_index=True, verbose_name="fällig am")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "offen"),
                            ("submitted", "eingereicht"),
                            ("in_review", "in Prüfung"),
                            ("query", "Rückfrage"),
                            ("accepted", "anerkannt"),
                            ("partly", "teilweise anerkannt"),
                            ("closed", "abgeschlossen"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                ("report", models.TextField(blank=True, default="", max_length=20000, verbose_name="Sachbericht")),
                ("prepared_by", models.UUIDField(editable=False, null=True)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("reviewed_by", models.UUIDField(editable=False, null=True)),
                ("decided_by", models.UUIDField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decision_reason",
                    models.CharField(blank=True, default="", max_length=600, verbose_name="Begründung"),
                ),
                ("findings", models.JSONField(default=list, editable=False)),
                (
                    "accepted",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="anerkannt"
                    ),
                ),
                (
                    "surplus",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=14, null=True, verbose_name="Überschuss"
                    ),
                ),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="contracts.contract",
                        verbose_name="Vertrag",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="Träger",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "organisation__sort_key", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "organisation", "year"), name="proof_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(
                                models.Q(("decided_by", models.F("prepared_by")), _negated=True),
                                models.Q(("decided_by", models.F("reviewed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proof_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "partly", "closed"]), _negated=True),
                            models.Q(
                                ("accepted__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proof_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="proof_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofFigure",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("ledger_minutes", models.PositiveIntegerField(editable=False, verbose_name="gebucht")),
                ("ledger_direct", models.PositiveIntegerField(editable=False, verbose_name="davon direkt")),
                (
                    "ledger_paid",
                    models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name="gezahlt"),
                ),
                ("minutes", models.PositiveIntegerField(verbose_name="geleistete Stunden")),
                ("group_minutes", models.PositiveIntegerField(default=0, verbose_name="davon in Gruppen")),
                (
                    "staff_cost",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="Personalkosten"),
                ),
                (
                    "material_cost",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="Sachkosten"),
                ),
                (
                    "overhead_cost",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="Gemeinkosten"),
                ),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Erläuterung")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.budgetline",
                        verbose_name="Budgetposten",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="contracts.proof"
                    ),
                ),
            ],
            options={
                "ordering": ["line__year", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("proof", "line"), name="figure_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("material_cost__gte", 0), ("overhead_cost__gte", 0), ("staff_cost__gte", 0)
                        ),
                        name="figure_costs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group_minutes__lte", models.F("minutes"))), name="figure_groups"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofQuery",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("question", models.CharField(max_length=1000, verbose_name="Frage")),
                ("asked_on", models.DateField(editable=False)),
                ("asked_by", models.UUIDField(editable=False)),
                ("answer", models.CharField(blank=True, default="", max_length=2000, verbose_name="Antwort")),
                ("answered_on", models.DateField(editable=False, null=True)),
                ("answered_by", models.UUIDField(editable=False, null=True)),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="queries", to="contracts.proof"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_by", None), ("answered_on", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="query_answered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "unit",
                    models.CharField(
                        choices=[("hour", "Stunde"), ("day", "Tag"), ("month", "Monat"), ("flat", "Pauschale")],
                        max_length=5,
                        verbose_name="Einheit",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="Satz")),
                ("begins", models.DateField(verbose_name="gilt ab")),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=300, verbose_name="rückwirkend, weil"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="contracts.budgetline",
                        verbose_name="Budgetposten",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "unit", "-begins"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "unit", "begins"), name="rate_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="rate_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Readjustment",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("trigger", models.CharField(max_length=300, verbose_name="Anlass")),
                (
                    "forecast_amount",
                    models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name="Prognose"),
                ),
                ("forecast_minutes", models.PositiveIntegerField(editable=False, verbose_name="Prognose der Stunden")),
                ("proposal", models.CharField(max_length=600, verbose_name="Vorschlag")),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="Betrag")),
                ("minutes", models.IntegerField(default=0, verbose_name="Stunden")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "vorgeschlagen"), ("decided", "beschlossen"), ("rejected", "abgelehnt")],
                        default="proposed",
                        editable=False,
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("proposed_on", models.DateField(editable=False, verbose_name="vorgeschlagen am")),
                ("proposed_by", models.UUIDField(editable=False)),
                ("body", models.CharField(blank=True, default="", max_length=120, verbose_name="Gremium")),
                ("reference", models.CharField(blank=True, default="", max_length=120, verbose_name="Beschluss")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="entschieden am")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="gilt ab")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readjustments",
                        to="contracts.budgetline",
                        verbose_name="Budgetposten",
                    ),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origin",
                        to="contracts.posting",
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("posting", None), ("state", "proposed")),
                            models.Q(("decided_on__isnull", False), ("posting", None), ("state", "rejected")),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("effective_on__gte", models.F("decided_on")),
                                ("posting__isnull", False),
                                ("state", "decided"),
                            ),
                            _connector="OR",
                        ),
                        name="readjustment_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), ("minutes", 0), _negated=True), name="readjustment_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleDate",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("month", models.PositiveSmallIntegerField(verbose_name="Monat")),
                ("day", models.PositiveSmallIntegerField(verbose_name="Tag")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedule_dates",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "ordering": ["month", "day"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "month", "day"), name="schedule_date_once"),
                    models.CheckConstraint(condition=models.Q(("month__range", (1, 12))), name="schedule_date_month"),
                    models.CheckConstraint(condition=models.Q(("day__range", (1, 31))), name="schedule_date_day"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="budgetline",
            name="line_once",
        ),
        migrations.AddField(
            model_name="budgetline",
            name="corridor_percent",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="Korridor in %"),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="district",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="contracts.district",
                verbose_name="Raum",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="arbitration_applied_on",
            field=models.DateField(blank=True, null=True, verbose_name="Schiedsstelle angerufen am"),
        ),
        migrations.AddField(
            model_name="contract",
            name="change_note",
            field=models.CharField(blank=True, default="", max_length=600, verbose_name="Was sich ändert"),
        ),
        migrations.AddField(
            model_name="contract",
            name="corridor_percent",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="Korridor in %"),
        ),
        migrations.AddField(
            model_name="contract",
            name="direct_percent",
            field=models.DecimalField(
                decimal_places=2, default=0, max_digits=5, verbose_name="vereinbarter Anteil direkter Kontakte in %"
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="in_force_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="low_threshold",
            field=models.BooleanField(
                default=False, verbose_name="Hilfe ohne vorherige Entscheidung (§ 36a Abs. 2 SGB VIII)"
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="negotiation_requested_on",
            field=models.DateField(blank=True, null=True, verbose_name="zu Verhandlungen aufgefordert am"),
        ),
        migrations.AddField(
            model_name="contract",
            name="notice_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.organisation",
                verbose_name="Träger",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="notice_months",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="Kündigungsfrist in Monaten"),
        ),
        migrations.AddField(
            model_name="contract",
            name="notice_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="gekündigt am"),
        ),
        migrations.AddField(
            model_name="contract",
            name="relation",
            field=models.CharField(
                choices=[("first", "erste Fassung"), ("amendment", "Änderung"), ("renewal", "Verlängerung")],
                default="first",
                editable=False,
                max_length=10,
                verbose_name="Fassung",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="root",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="contracts.contract",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="surplus_percent",
            field=models.DecimalField(
                decimal_places=2, default=0, max_digits=5, verbose_name="Anteil des Trägers in %"
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="surplus_rule",
            field=models.CharField(
                choices=[
                    ("repay", "wird zurückgezahlt"),
                    ("carry_over", "wird ins nächste Jahr übertragen"),
                    ("share", "wird zwischen Amt und Träger geteilt"),
                    ("convert", "wird in vorbeugende Arbeit umgewandelt"),
                ],
                default="repay",
                max_length=10,
                verbose_name="Überschuss",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="terminates_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="gekündigt zum"),
        ),
        migrations.AddField(
            model_name="contract",
            name="termination_reason",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=300, verbose_name="Kündigungsgrund"
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="offset",
            field=models.DecimalField(
                decimal_places=2, default=0, editable=False, max_digits=14, verbose_name="verrechnet"
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="offset_reason",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=300, verbose_name="verrechnet mit"
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="return_reason",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=300, verbose_name="zurückgekommen, weil"
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="returned_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="zurückgekommen am"),
        ),
        migrations.AlterField(
            model_name="budgetline",
            name="contract",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="contracts.contract",
                verbose_name="Vertrag",
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="schedule",
            field=models.CharField(
                choices=[
                    ("monthly", "monatlich"),
                    ("quarter_start", "zum Beginn des Quartals"),
                    ("quarter_middle", "zur Mitte des Quartals"),
                    ("quarter_end", "zum Ende des Quartals"),
                    ("yearly", "jährlich"),
                    ("own", "zu eigenen Terminen"),
                ],
                default="quarter_middle",
                max_length=14,
                verbose_name="Abschläge",
            ),
        ),
        migrations.AddIndex(
            model_name="hoursentry",
            index=models.Index(
                fields=["role", "worked_on"],
                include=("minutes", "work_kind", "district", "contact"),
                name="hours_of_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("contract", "organisation", "district", "year", "work_kind", "setting"),
                name="line_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("corridor_percent__range", (0, 100))), name="line_corridor"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("relation", "first"), ("root", None)),
                    models.Q(
                        models.Q(("relation", "first"), _negated=True),
                        ("previous__isnull", False),
                        ("root__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="contract_version_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "negotiation", "decided", "signed"])),
                fields=("root",),
                name="contract_one_open_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("notice_by", None), ("notice_on", None), ("terminates_on", None)),
                    models.Q(("notice_on__isnull", False), ("terminates_on__gte", models.F("notice_on"))),
                    _connector="OR",
                ),
                name="contract_terminated",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_until", None), ("in_force_until__gte", models.F("in_force_since")), _connector="OR"
                ),
                name="contract_in_force_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("surplus_percent__range", (0, 100))), name="contract_surplus_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("direct_percent__range", (0, 100))), name="contract_direct_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("corridor_percent__range", (0, 100))), name="contract_corridor_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("regime", "78a"), _negated=True),
                    models.Q(("surplus_percent", 0), ("surplus_rule", "repay")),
                    _connector="OR",
                ),
                name="contract_no_settlement",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offset", 0), ("offset_reason", "")),
                    models.Q(
                        ("offset__gt", 0),
                        ("offset__lte", models.F("amount")),
                        models.Q(("offset_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="instalment_offset",
            ),
        ),
    ]
