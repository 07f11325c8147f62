import contracts.models.terms
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import kernel.keys
import kernel.sealed.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("contracts", "0002_money_in_full"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseImport",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("checked", "geprüft"), ("done", "übernommen")],
                        default="checked",
                        max_length=7,
                        verbose_name="Stand",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="Datei")),
                ("content", kernel.sealed.fields.SealedField(default=b"")),
                ("added", models.PositiveIntegerField(default=0, verbose_name="neu")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="geändert")),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="nicht übernommen")),
                ("uploaded_by", models.UUIDField(editable=False)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CaseRules",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "approval_minutes_a_week",
                    models.PositiveIntegerField(
                        default=600, verbose_name="Stunden je Woche, ab denen die Leitung zustimmt"
                    ),
                ),
                (
                    "approval_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="Monate, ab denen die Leitung zustimmt"),
                ),
                (
                    "approval_residential",
                    models.BooleanField(default=True, verbose_name="Hilfen außerhalb der Familie brauchen die Leitung"),
                ),
                (
                    "review_months",
                    models.PositiveSmallIntegerField(default=6, verbose_name="Hilfeplan prüfen nach Monaten"),
                ),
                (
                    "emergency_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="Notzugriff gilt für Stunden"),
                ),
                (
                    "first_assessment_days",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="Erste Einschätzung nach § 8a binnen Tagen"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LetterRules",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("sender", models.CharField(blank=True, default="", max_length=300, verbose_name="Absender")),
                (
                    "appeal",
                    models.CharField(blank=True, default="", max_length=1500, verbose_name="Rechtsbehelfsbelehrung"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("decision", "Bescheid"), ("plan", "Hilfeplan")],
                        max_length=8,
                        unique=True,
                        verbose_name="Brief",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="Datei")),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_by", models.UUIDField(editable=False)),
            ],
            options={
                "ordering": ["kind"],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("person", models.UUIDField(editable=False)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("person",), name="calendar_feed_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("upload", "Unterlage"),
                            ("decision", "Bescheid"),
                            ("plan", "Hilfeplan"),
                            ("minutes", "Protokoll der Beratung"),
                        ],
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                ("title", kernel.sealed.fields.SealedTextField(default="", max_length=200, verbose_name="Titel")),
                ("filename", kernel.sealed.fields.SealedTextField(default="", max_length=200, verbose_name="Datei")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="Größe")),
                ("content", kernel.sealed.fields.SealedField(default=b"")),
                (
                    "scan",
                    models.CharField(
                        choices=[("none", "kein Virenscanner eingerichtet"), ("clean", "geprüft, ohne Befund")],
                        max_length=5,
                        verbose_name="Virenprüfung",
                    ),
                ),
                ("added_by", models.UUIDField(editable=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="cases.casefile"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CasePerson",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("child", "Kind oder junger Mensch"),
                            ("mother", "Mutter"),
                            ("father", "Vater"),
                            ("guardian", "Vormund oder Pfleger"),
                            ("partner", "Partnerin oder Partner"),
                            ("relative", "Verwandte"),
                            ("other", "andere Bezugsperson"),
                        ],
                        max_length=8,
                        verbose_name="Rolle",
                    ),
                ),
                ("letter", models.CharField(max_length=4, verbose_name="Kürzel")),
                ("given_name", kernel.sealed.fields.SealedTextField(default="", max_length=80, verbose_name="Vorname")),
                (
                    "family_name",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=80, verbose_name="Nachname"
                    ),
                ),
                (
                    "name_parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False
                    ),
                ),
                ("birth_date", models.DateField(blank=True, db_index=True, null=True, verbose_name="Geburtsdatum")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("m", "männlich"), ("f", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")],
                        default="",
                        max_length=1,
                        verbose_name="Geschlecht",
                    ),
                ),
                (
                    "address",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=200, verbose_name="Anschrift"
                    ),
                ),
                (
                    "phone",
                    kernel.sealed.fields.SealedTextField(blank=True, default="", max_length=60, verbose_name="Telefon"),
                ),
                (
                    "email",
                    kernel.sealed.fields.SealedTextField(blank=True, default="", max_length=120, verbose_name="E-Mail"),
                ),
                (
                    "remark",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=600, verbose_name="Bemerkung"
                    ),
                ),
                ("custodial", models.BooleanField(default=False, verbose_name="sorgeberechtigt")),
                (
                    "capable",
                    models.BooleanField(default=False, verbose_name="kann die Tragweite einer Einwilligung einsehen"),
                ),
                (
                    "living",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("parents", "bei den Eltern"),
                            ("one_parent", "bei einem Elternteil"),
                            ("parent_partner", "bei einem Elternteil mit Partner"),
                            ("relatives", "bei Verwandten"),
                            ("foster", "in einer Pflegefamilie"),
                            ("home", "in einer Einrichtung"),
                            ("own", "in eigener Wohnung"),
                            ("none", "ohne feste Unterkunft"),
                        ],
                        default="",
                        max_length=14,
                        verbose_name="lebt",
                    ),
                ),
                (
                    "foreign_origin",
                    models.BooleanField(blank=True, null=True, verbose_name="ein Elternteil kommt aus dem Ausland"),
                ),
                (
                    "german_at_home",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="zu Hause wird vor allem Deutsch gesprochen"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="persons", to="cases.casefile"
                    ),
                ),
            ],
            options={
                "ordering": ["case", "letter"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["name_parts"], name="case_person_parts")],
                "constraints": [models.UniqueConstraint(fields=("case", "letter"), name="case_person_letter_once")],
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("author", models.UUIDField(editable=False)),
                ("happened_on", models.DateField(verbose_name="Tag")),
                ("text", kernel.sealed.fields.SealedTextField(default="", max_length=8000, verbose_name="Notiz")),
                ("entrusted", models.BooleanField(default=False, verbose_name="anvertraut (§ 65)")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="cases.casefile"
                    ),
                ),
                (
                    "confider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confided",
                        to="cases.caseperson",
                        verbose_name="anvertraut von",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("entrusted", True), ("confider", None), _connector="OR"),
                        name="note_confider",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CasePhase",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clarification", "Klärung"),
                            ("planning", "Hilfeplanung"),
                            ("help", "Hilfe läuft"),
                            ("aftercare", "Nachbetreuung (§ 41a)"),
                        ],
                        max_length=14,
                        verbose_name="Phase",
                    ),
                ),
                ("begins", models.DateField(verbose_name="seit")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="bis")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="cases.casefile"
                    ),
                ),
            ],
            options={
                "ordering": ["begins"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="phase_dates",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("case", "="),
                            (
                                contracts.models.terms.DateRange(
                                    models.F("begins"), models.F("ends"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="phase_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseTransfer",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("before", models.UUIDField(editable=False)),
                ("after", models.UUIDField(verbose_name="neue Fachkraft")),
                ("transferred_on", models.DateField(verbose_name="am")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="transfers", to="cases.casefile"
                    ),
                ),
            ],
            options={
                "ordering": ["-transferred_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("consent", "Einwilligung (§ 67b Abs. 2 SGB X)"), ("law", "gesetzliche Befugnis")],
                        default="consent",
                        max_length=7,
                        verbose_name="Grundlage",
                    ),
                ),
                ("law", models.CharField(blank=True, default="", max_length=120, verbose_name="Vorschrift")),
                ("purpose", kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Zweck")),
                (
                    "informed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="über Verweigerung und Widerruf informiert am"
                    ),
                ),
                ("begins", models.DateField(verbose_name="gilt ab")),
                ("ends", models.DateField(verbose_name="gilt bis")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="widerrufen")),
                ("revoked_by", models.UUIDField(editable=False, null=True)),
                ("recorded_by", models.UUIDField(editable=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="cases.casefile"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="cases.caseperson",
                        verbose_name="Daten von",
                    ),
                ),
            ],
            options={
                "ordering": ["-begins", "-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends__gte", models.F("begins"))), name="consent_dates"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("informed_on__isnull", False), ("kind", "consent")),
                            models.Q(("kind", "law"), models.Q(("law", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="consent_informed_or_law",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consent_revoked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentGiver",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("given_on", models.DateField(verbose_name="unterschrieben am")),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="givers", to="cases.consent"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_consents",
                        to="cases.caseperson",
                    ),
                ),
            ],
            options={
                "ordering": ["given_on", "id"],
                "constraints": [models.UniqueConstraint(fields=("consent", "person"), name="consent_giver_once")],
            },
        ),
        migrations.CreateModel(
            name="ConsentRecipient",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("person", models.UUIDField(verbose_name="Empfänger")),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recipients", to="cases.consent"
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
                "ordering": ["consent", "id"],
                "indexes": [models.Index(fields=["person"], name="cases_conse_person_190289_idx")],
                "constraints": [models.UniqueConstraint(fields=("consent", "person"), name="consent_recipient_once")],
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("person", models.UUIDField(editable=False)),
                ("reason", kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Grund")),
                ("opened_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("reviewed_by", models.UUIDField(editable=False, null=True)),
                ("reviewed_at", models.DateTimeField(editable=False, null=True)),
                ("justified", models.BooleanField(null=True, verbose_name="war nötig")),
                (
                    "finding",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=600, verbose_name="Bewertung"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="emergencies", to="cases.casefile"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at"],
                "indexes": [models.Index(fields=["person", "expires_at"], name="cases_emerg_person_077126_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("opened_at"))), name="emergency_times"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("justified", None), ("reviewed_at", None), ("reviewed_by", None)),
                            models.Q(
                                ("justified__isnull", False),
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="emergency_four",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Help",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "paragraph",
                    models.CharField(
                        choices=[
                            ("16", "§ 16 Förderung der Erziehung in der Familie"),
                            ("19", "§ 19 Gemeinsame Wohnform"),
                            ("20", "§ 20 Notsituationen"),
                            ("27_2", "§ 27 Abs. 2 Hilfe nach Maß"),
                            ("28", "§ 28 Erziehungsberatung"),
                            ("29", "§ 29 Soziale Gruppenarbeit"),
                            ("30", "§ 30 Erziehungsbeistand"),
                            ("31", "§ 31 Sozialpädagogische Familienhilfe"),
                            ("32", "§ 32 Tagesgruppe"),
                            ("33", "§ 33 Vollzeitpflege"),
                            ("34", "§ 34 Heim oder betreute Wohnform"),
                            ("35", "§ 35 Intensive Einzelbetreuung"),
                            ("35a", "§ 35a Eingliederungshilfe"),
                            ("41", "§ 41 Hilfe für junge Volljährige"),
                            ("42", "§ 42 Inobhutnahme"),
                        ],
                        max_length=4,
                        verbose_name="Hilfe nach",
                    ),
                ),
                (
                    "setting",
                    models.CharField(
                        choices=[
                            ("ambulant", "ambulant"),
                            ("day", "teilstationär"),
                            ("residential", "stationär"),
                            ("integrated", "integriert"),
                        ],
                        max_length=12,
                        verbose_name="Form",
                    ),
                ),
                ("outside", models.BooleanField(default=False, verbose_name="Träger außerhalb der Verträge")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("approval", "wartet auf Zustimmung"),
                            ("running", "läuft"),
                            ("ended", "beendet"),
                            ("refused", "nicht zugestimmt"),
                        ],
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("decision", "Entscheidung des Jugendamts (§ 36a Abs. 1)"),
                            ("low_threshold", "niedrigschwellig ohne Entscheidung (§ 36a Abs. 2)"),
                            ("self_procured", "selbst beschafft (§ 36a Abs. 3)"),
                            ("taken_into_care", "Inobhutnahme (§§ 42, 42a)"),
                        ],
                        max_length=16,
                        verbose_name="Grundlage",
                    ),
                ),
                ("ground_on", models.DateField(verbose_name="Entscheidung oder Anlass vom")),
                ("decided_by", models.UUIDField(editable=False, null=True, verbose_name="entschieden von")),
                ("approved_by", models.UUIDField(editable=False, null=True, verbose_name="zugestimmt von")),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approval_remark",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=600, verbose_name="Bemerkung der Leitung"
                    ),
                ),
                ("advised_on", models.DateField(blank=True, null=True, verbose_name="über Wunsch und Wahl beraten am")),
                ("begins", models.DateField(verbose_name="beginnt am")),
                ("planned_end", models.DateField(blank=True, null=True, verbose_name="voraussichtlich bis")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="beendet am")),
                ("minutes_a_week", models.PositiveIntegerField(default=0, verbose_name="Umfang je Woche")),
                (
                    "what",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=2000, verbose_name="Was die Hilfe leistet"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("10", "Unversorgtheit des jungen Menschen"),
                                ("11", "Unzureichende Förderung, Betreuung oder Versorgung"),
                                ("12", "Gefährdung des Kindeswohls"),
                                ("13", "Eingeschränkte Erziehungskompetenz"),
                                ("14", "Belastung durch Problemlagen der Eltern"),
                                ("15", "Belastung durch familiäre Konflikte"),
                                ("16", "Auffälligkeiten im sozialen Verhalten"),
                                ("17", "Entwicklungsauffälligkeiten oder seelische Probleme"),
                                ("18", "Schulische oder berufliche Probleme"),
                            ],
                            max_length=2,
                        ),
                        blank=True,
                        default=list,
                        size=3,
                        verbose_name="Gründe",
                    ),
                ),
                (
                    "after_assessment",
                    models.BooleanField(default=False, verbose_name="nach einer Einschätzung nach § 8a"),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "gemäß Hilfeplan"),
                            ("by_family", "vorzeitig durch Sorgeberechtigte oder jungen Menschen"),
                            ("by_provider", "vorzeitig durch den Träger"),
                            ("by_office", "vorzeitig durch das Jugendamt"),
                            ("handed_over", "Abgabe an ein anderes Jugendamt"),
                            ("other", "sonstiger Grund"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="Wie sie endete",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "keine Hilfe"),
                            ("other_help", "eine andere Hilfe"),
                            ("aftercare", "Nachbetreuung (§ 41a)"),
                            ("counselling", "Beratung oder Angebot im Raum"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="Was folgt",
                    ),
                ),
                (
                    "living_after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("parents", "bei den Eltern"),
                            ("one_parent", "bei einem Elternteil"),
                            ("parent_partner", "bei einem Elternteil mit Partner"),
                            ("relatives", "bei Verwandten"),
                            ("foster", "in einer Pflegefamilie"),
                            ("home", "in einer Einrichtung"),
                            ("own", "in eigener Wohnung"),
                            ("none", "ohne feste Unterkunft"),
                        ],
                        default="",
                        max_length=14,
                        verbose_name="Wo der junge Mensch danach lebt",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helps",
                        to="cases.assignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="helps", to="cases.casefile"
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
                ("persons", models.ManyToManyField(related_name="helps", to="cases.caseperson", verbose_name="für")),
            ],
            options={
                "ordering": ["-begins", "-id"],
                "indexes": [
                    models.Index(fields=["organisation", "begins"], name="cases_help_organis_876abf_idx"),
                    models.Index(fields=["state", "begins"], name="cases_help_state_128100_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="help_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="help_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "decision"), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="help_decided_by_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(("end_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="help_end_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="help_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpBooking",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("minutes", models.PositiveIntegerField(verbose_name="Stunden")),
                (
                    "beyond_reason",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="Warum mehr als vereinbart"),
                ),
                ("booked_by", models.UUIDField(editable=False)),
                (
                    "help",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="cases.help"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_bookings",
                        to="contracts.budgetline",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "id"],
                "constraints": [models.UniqueConstraint(fields=("help", "line"), name="help_booking_once")],
            },
        ),
        migrations.CreateModel(
            name="HelpPlan",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="Fassung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("agreed", "vereinbart"),
                            ("replaced", "durch einen neuen ersetzt"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "need",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=6000, verbose_name="Bedarf"
                    ),
                ),
                (
                    "services",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=6000, verbose_name="notwendige Leistungen"
                    ),
                ),
                (
                    "professionals",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=600, verbose_name="Fachkräfte, die mitgewirkt haben"
                    ),
                ),
                (
                    "family_view",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=3000, verbose_name="Was die Familie sagt"
                    ),
                ),
                (
                    "siblings",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=1000, verbose_name="Geschwister"
                    ),
                ),
                (
                    "perspective",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=2000, verbose_name="Perspektive (§ 37c)"
                    ),
                ),
                ("advised_on", models.DateField(blank=True, null=True, verbose_name="verständlich beraten am")),
                (
                    "transfer_check_on",
                    models.DateField(blank=True, null=True, verbose_name="Übergang geprüft am (§ 41 Abs. 3)"),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="vereinbart am")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="nächste Überprüfung")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="cases.casefile"
                    ),
                ),
                (
                    "helps",
                    models.ManyToManyField(blank=True, related_name="plans", to="cases.help", verbose_name="Hilfen"),
                ),
            ],
            options={
                "ordering": ["case", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="plan_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(("agreed_on__isnull", False), ("review_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_agreed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionSeries",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "jede Woche"),
                            ("fortnightly", "alle zwei Wochen"),
                            ("monthly", "jeden Monat am gleichen Wochentag"),
                        ],
                        max_length=11,
                        verbose_name="Rhythmus",
                    ),
                ),
                ("begins", models.DateField(verbose_name="erste Sitzung")),
                ("ends", models.DateField(verbose_name="letzte Sitzung spätestens")),
                ("starts_at", models.TimeField(verbose_name="von")),
                ("ends_at", models.TimeField(verbose_name="bis")),
                ("place", models.CharField(blank=True, default="", max_length=200, verbose_name="Ort")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
            ],
            options={
                "ordering": ["district", "begins"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="series_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="series_times"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamSession",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "geplant"),
                            ("invited", "eingeladen"),
                            ("running", "läuft"),
                            ("held", "gehalten"),
                            ("cancelled", "abgesagt"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                ("held_on", models.DateField(db_index=True, verbose_name="Tag")),
                ("starts_at", models.TimeField(verbose_name="von")),
                ("ends_at", models.TimeField(verbose_name="bis")),
                ("place", models.CharField(blank=True, default="", max_length=200, verbose_name="Ort")),
                ("moderator", models.UUIDField(blank=True, null=True, verbose_name="Moderation")),
                ("sequence", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("invited_at", models.DateTimeField(editable=False, null=True)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sessions",
                        to="cases.sessionseries",
                    ),
                ),
            ],
            options={
                "ordering": ["held_on", "starts_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="session_times"
                    ),
                    models.UniqueConstraint(fields=("district", "held_on", "starts_at"), name="session_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="Kennung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "angemeldet"),
                            ("checked", "Datenschutz geprüft"),
                            ("scheduled", "in einer Sitzung"),
                            ("consulted", "beraten"),
                            ("decided", "vom Jugendamt entschieden"),
                            ("carried_out", "wird umgesetzt"),
                            ("feedback", "Rückmeldung liegt vor"),
                            ("closed", "abgeschlossen"),
                            ("rejected", "nicht angenommen"),
                            ("withdrawn", "zurückgezogen"),
                            ("moved", "in ein eigenes Verfahren gegeben"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("pseudonymous", "mit Kürzeln"), ("identified", "mit Namen, soweit eingewilligt")],
                        default="pseudonymous",
                        max_length=12,
                        verbose_name="Namen",
                    ),
                ),
                (
                    "duties",
                    models.BooleanField(
                        default=False,
                        verbose_name="Auflagen nach einer Einschätzung (§ 8a) stehen an der Stelle des Willens",
                    ),
                ),
                ("presenter", models.UUIDField(verbose_name="bringt ein")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="Reihenfolge")),
                ("minutes", models.PositiveSmallIntegerField(default=45, verbose_name="Minuten")),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("step", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="Überprüfung am")),
                (
                    "remark",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=600, verbose_name="Begründung"
                    ),
                ),
                ("checked_by", models.UUIDField(editable=False, null=True)),
                ("checked_at", models.DateTimeField(editable=False, null=True)),
                ("harmless", kernel.sealed.fields.SealedTextField(blank=True, default="", editable=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cases.casefile"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="cases.teamsession",
                        verbose_name="Sitzung",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "position", "id"],
                "indexes": [
                    models.Index(fields=["district", "state"], name="cases_item_distric_0d80f7_idx"),
                    models.Index(fields=["presenter"], name="cases_item_present_971f1e_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["scheduled", "consulted"]), _negated=True),
                            ("session__isnull", False),
                            _connector="OR",
                        ),
                        name="item_in_session",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("checked_by", None)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_checked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", kernel.sealed.fields.SealedTextField(default="", max_length=120, verbose_name="Name")),
                ("function", models.CharField(max_length=120, verbose_name="Funktion")),
                (
                    "email",
                    kernel.sealed.fields.SealedTextField(blank=True, default="", max_length=120, verbose_name="E-Mail"),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("instructed_at", models.DateTimeField(editable=False, null=True, verbose_name="unterwiesen")),
                ("instructed_by", models.UUIDField(editable=False, null=True)),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="ausgeladen")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guests", to="cases.item"
                    ),
                ),
            ],
            options={
                "ordering": ["item", "id"],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("worked", "Es hat geholfen"),
                            ("partly", "Zum Teil"),
                            ("not", "Es hat nicht geholfen"),
                        ],
                        max_length=6,
                        verbose_name="Wie ist es gegangen?",
                    ),
                ),
                (
                    "text",
                    kernel.sealed.fields.SealedTextField(
                        default="", max_length=3000, verbose_name="Was ist daraus geworden?"
                    ),
                ),
                ("given_on", models.DateField(verbose_name="am")),
                ("given_by", models.UUIDField(editable=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedbacks", to="cases.item"
                    ),
                ),
            ],
            options={
                "ordering": ["given_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("as_advised", "wie beraten"),
                            ("changed", "abweichend von der Beratung"),
                            ("no_help", "keine Hilfe des Jugendamts nötig"),
                        ],
                        max_length=10,
                        verbose_name="Entscheidung",
                    ),
                ),
                (
                    "reasons",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=3000, verbose_name="Begründung"
                    ),
                ),
                ("advised_on", models.DateField(blank=True, null=True, verbose_name="über Wunsch und Wahl beraten am")),
                ("decided_on", models.DateField(verbose_name="entschieden am")),
                ("decided_by", models.UUIDField(editable=False)),
                (
                    "helps",
                    models.ManyToManyField(
                        blank=True, related_name="decisions", to="cases.help", verbose_name="Hilfen"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        related_query_name="decision",
                        to="cases.item",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "no_help"), ("advised_on__isnull", False), _connector="OR"),
                        name="decision_advised",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("held_on", models.DateField(verbose_name="Sitzung vom")),
                ("content", kernel.sealed.fields.SealedField(default=b"")),
                ("sha256", models.CharField(max_length=64)),
                ("prepared_by", models.UUIDField()),
                ("approved_by", models.UUIDField()),
                ("approved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes_approved", to="cases.item"
                    ),
                ),
            ],
            options={
                "ordering": ["-approved_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "held_on"), name="minutes_once"),
                    models.CheckConstraint(
                        condition=models.Q(("prepared_by", models.F("approved_by")), _negated=True),
                        name="minutes_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesDraft",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("held_on", models.DateField(verbose_name="Sitzung vom")),
                ("content", kernel.sealed.fields.SealedField(default=b"")),
                ("prepared_by", models.UUIDField(editable=False)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="minutes_prepared", to="cases.item"
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at"],
            },
        ),
        migrations.CreateModel(
            name="NotePassing",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("recipient", models.UUIDField(verbose_name="an")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "Einwilligung dessen, der es anvertraut hat"),
                            ("endangerment", "Anhaltspunkte für eine Gefährdung (§ 65 Abs. 1 Nr. 3)"),
                        ],
                        max_length=12,
                        verbose_name="Grundlage",
                    ),
                ),
                (
                    "reason",
                    kernel.sealed.fields.SealedTextField(default="", max_length=1000, verbose_name="Begründung"),
                ),
                ("passed_on", models.DateField(verbose_name="am")),
                ("passed_by", models.UUIDField(editable=False)),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passings", to="cases.casenote"
                    ),
                ),
            ],
            options={
                "ordering": ["passed_on", "id"],
                "constraints": [models.UniqueConstraint(fields=("note", "recipient"), name="note_passing_once")],
            },
        ),
        migrations.CreateModel(
            name="OfficeTransfer",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("office_name", models.CharField(max_length=160, verbose_name="neues Jugendamt")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("announced", "angekündigt"),
                            ("accepted", "übernommen"),
                            ("withdrawn", "zurückgenommen"),
                        ],
                        default="announced",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("announced_on", models.DateField(verbose_name="angekündigt am")),
                ("talk_on", models.DateField(blank=True, null=True, verbose_name="Übergabegespräch am")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="übernommen am")),
                (
                    "remark",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=2000, verbose_name="Was das neue Amt wissen muss"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="office_transfers",
                        to="cases.casefile",
                    ),
                ),
            ],
            options={
                "ordering": ["-announced_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "announced")), fields=("case",), name="office_transfer_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("accepted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="office_transfer_accepted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonRequest",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inspection", "Auskunft (Art. 15 DSGVO)"),
                            ("correction", "Berichtigung (Art. 16 DSGVO)"),
                            ("objection", "Widerspruch (Art. 21 DSGVO)"),
                        ],
                        max_length=10,
                        verbose_name="Anliegen",
                    ),
                ),
                (
                    "text",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=2000, verbose_name="Was die Person sagt"
                    ),
                ),
                ("received_on", models.DateField(verbose_name="eingegangen am")),
                (
                    "answer",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=2000, verbose_name="Antwort"
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="beantwortet am")),
                ("answered_by", models.UUIDField(editable=False, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="cases.caseperson"
                    ),
                ),
            ],
            options={
                "ordering": ["-received_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by", None), ("answered_on", None)),
                            models.Q(("answered_by__isnull", False), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="person_request_answered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanGoal",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("direction", "Richtungsziel"), ("action", "Handlungsziel")],
                        default="action",
                        max_length=9,
                        verbose_name="Art",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Ziel")),
                (
                    "sign",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=600, verbose_name="Woran man es merkt"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="bis")),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("open", "offen"),
                            ("partly", "teilweise erreicht"),
                            ("reached", "erreicht"),
                            ("dropped", "aufgegeben"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="cases.helpplan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("due_on", models.DateField(verbose_name="fällig am")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="geführt am")),
                (
                    "result",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=3000, verbose_name="Ergebnis"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="cases.helpplan"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [models.Index(condition=models.Q(("held_on", None)), fields=["due_on"], name="review_open")],
            },
        ),
        migrations.CreateModel(
            name="Protection",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="Kennung")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("office", "Jugendamt"),
                            ("consultation", "aus einer Beratung"),
                            ("provider", "Mitteilung eines Trägers (§ 8a Abs. 4)"),
                            ("outside", "Meldung von außen"),
                        ],
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "gemeldet"),
                            ("assessing", "in Einschätzung"),
                            ("concept", "Schutzkonzept läuft"),
                            ("closed", "abgeschlossen"),
                        ],
                        default="raised",
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "concern",
                    kernel.sealed.fields.SealedTextField(default="", max_length=6000, verbose_name="Anhaltspunkte"),
                ),
                ("raised_by", models.UUIDField(editable=False)),
                ("raised_at", models.DateTimeField()),
                ("assess_until", models.DateField(verbose_name="erste Einschätzung bis")),
                ("begins", models.DateField(blank=True, null=True, verbose_name="Gefährdungsphase seit")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="Gefährdungsphase bis")),
                ("family_involved", models.BooleanField(null=True, verbose_name="Familie einbezogen")),
                (
                    "not_involved_reason",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=1000, verbose_name="Warum nicht einbezogen"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("acute", "akute Gefährdung"),
                            ("latent", "latente Gefährdung"),
                            ("need", "keine Gefährdung, aber Hilfebedarf"),
                            ("none", "keine Gefährdung"),
                        ],
                        default="",
                        max_length=6,
                        verbose_name="Ergebnis",
                    ),
                ),
                ("assessed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "concept",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=6000, verbose_name="Schutzkonzept"
                    ),
                ),
                ("concept_review_on", models.DateField(blank=True, null=True, verbose_name="Schutzkonzept prüfen am")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="abgeschlossen am")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protections",
                        to="cases.casefile",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protections",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protection",
                        to="cases.item",
                    ),
                ),
                (
                    "persons",
                    models.ManyToManyField(
                        blank=True, related_name="protections", to="cases.caseperson", verbose_name="betroffen"
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="protection_phase",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), ("family_involved__isnull", False), _connector="OR"),
                        name="protection_family_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True), ("closed_on__isnull", False), _connector="OR"
                        ),
                        name="protection_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentPart",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("care", "Grundversorgung"),
                            ("health", "Gesundheit"),
                            ("bond", "Bindung und Beziehung"),
                            ("violence", "Gewalt und Grenzverletzung"),
                            ("supervision", "Aufsicht"),
                            ("parents", "Einsicht und Mitwirkung der Eltern"),
                            ("child", "Sicht des Kindes"),
                            ("protective", "Schützende Umstände"),
                        ],
                        max_length=11,
                        verbose_name="Bereich",
                    ),
                ),
                (
                    "seen",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=3000, verbose_name="Was wir wissen"
                    ),
                ),
                (
                    "weight",
                    models.CharField(
                        choices=[
                            ("good", "unauffällig"),
                            ("unclear", "unklar"),
                            ("concern", "besorgniserregend"),
                            ("danger", "gefährdend"),
                        ],
                        default="unclear",
                        max_length=7,
                        verbose_name="Einschätzung",
                    ),
                ),
                ("written_by", models.UUIDField(editable=False)),
                (
                    "protection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="cases.protection"
                    ),
                ),
            ],
            options={
                "ordering": ["protection", "id"],
                "constraints": [models.UniqueConstraint(fields=("protection", "topic"), name="assessment_part_once")],
            },
        ),
        migrations.CreateModel(
            name="ProtectionMember",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("person", models.UUIDField(verbose_name="Fachkraft")),
                ("responsible", models.BooleanField(default=False, verbose_name="federführend")),
                (
                    "protection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="cases.protection"
                    ),
                ),
            ],
            options={
                "ordering": ["protection", "-responsible", "id"],
                "indexes": [models.Index(fields=["person"], name="cases_prote_person_7fbd65_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("protection", "person"), name="protection_member_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("responsible", True)),
                        fields=("protection",),
                        name="protection_one_responsible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtectionStep",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("text", kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Schritt")),
                ("due_on", models.DateField(verbose_name="bis")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="erledigt am")),
                (
                    "result",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=1000, verbose_name="Ergebnis"
                    ),
                ),
                ("person", models.UUIDField(verbose_name="wer")),
                (
                    "protection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.protection"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProviderNotice",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("author", models.UUIDField(editable=False)),
                (
                    "reference_number",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="Fallreferenz"),
                ),
                (
                    "about",
                    kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Um wen geht es?"),
                ),
                (
                    "concern",
                    kernel.sealed.fields.SealedTextField(default="", max_length=6000, verbose_name="Anhaltspunkte"),
                ),
                (
                    "done",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=3000, verbose_name="Was Sie schon getan haben"
                    ),
                ),
                (
                    "expert_on",
                    models.DateField(blank=True, null=True, verbose_name="insoweit erfahrene Fachkraft beraten am"),
                ),
                ("family_told", models.BooleanField(default=False, verbose_name="mit der Familie besprochen")),
                (
                    "not_told_reason",
                    kernel.sealed.fields.SealedTextField(
                        blank=True, default="", max_length=1000, verbose_name="Warum nicht besprochen"
                    ),
                ),
                ("received_by", models.UUIDField(editable=False, null=True)),
                ("received_at", models.DateTimeField(editable=False, null=True, verbose_name="Eingang bestätigt")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
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
                (
                    "protection",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="cases.protection",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ProviderTask",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("text", kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Aufgabe")),
                ("due_on", models.DateField(verbose_name="bis")),
                ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="erledigt")),
                ("done_by", models.UUIDField(editable=False, null=True)),
                (
                    "help",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="cases.help",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="cases.item"
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
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["organisation", "due_on"],
                        name="provider_task_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="provider_task_done",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Mensch"),
                            ("place", "Ort"),
                            ("club", "Verein"),
                            ("offer", "Angebot"),
                            ("school", "Schule"),
                            ("day_care", "Kita"),
                            ("service", "Beratung oder Dienst"),
                        ],
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="Name")),
                ("sort_key", models.CharField(editable=False, max_length=120)),
                (
                    "description",
                    models.CharField(blank=True, default="", max_length=1000, verbose_name="Was dort möglich ist"),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name="Schlagworte"
                    ),
                ),
                ("tag_text", models.CharField(default="", editable=False, max_length=500)),
                ("opening", models.CharField(blank=True, default="", max_length=200, verbose_name="Zeiten")),
                ("address", models.CharField(blank=True, default="", max_length=200, verbose_name="Anschrift")),
                ("contact", models.CharField(blank=True, default="", max_length=160, verbose_name="Ansprechstelle")),
                ("phone", models.CharField(blank=True, default="", max_length=60, verbose_name="Telefon")),
                ("email", models.EmailField(blank=True, default="", max_length=254, verbose_name="E-Mail")),
                ("website", models.URLField(blank=True, default="", verbose_name="Internet")),
                (
                    "latitude",
                    models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="Breite"),
                ),
                (
                    "longitude",
                    models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="Länge"),
                ),
                ("last_confirmed_on", models.DateField(verbose_name="zuletzt bestätigt am")),
                ("confirmed_by", models.UUIDField(editable=False)),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="gibt es nicht mehr seit")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector("name", config="german", weight="A"),
                                "||",
                                django.contrib.postgres.search.SearchVector("tag_text", config="german", weight="B"),
                                django.contrib.postgres.search.SearchConfig("german"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "description", "address", config="german", weight="C"
                            ),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "districts",
                    models.ManyToManyField(related_name="resources", to="contracts.district", verbose_name="Räume"),
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
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="resource_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["sort_key"], name="resource_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="resource_coordinates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpBlock",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("who", kernel.sealed.fields.SealedTextField(default="", max_length=120, verbose_name="Wer")),
                ("what", kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Was")),
                (
                    "when",
                    kernel.sealed.fields.SealedTextField(blank=True, default="", max_length=200, verbose_name="Wann"),
                ),
                ("minutes_a_week", models.PositiveIntegerField(default=0, verbose_name="Umfang je Woche")),
                ("weeks", models.PositiveSmallIntegerField(default=0, verbose_name="Wochen")),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.budgetline",
                        verbose_name="Budgetposten",
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
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="cases.item"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["item", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="SheetEntry",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("direction", "Richtungsziel"),
                            ("action", "Handlungsziel"),
                            ("personal", "persönliche Ressource"),
                            ("social", "soziale Ressource"),
                            ("material", "materielle Ressource"),
                            ("institutional", "institutionelle Ressource"),
                            ("idea", "Idee"),
                        ],
                        max_length=13,
                    ),
                ),
                ("key", models.UUIDField(default=kernel.keys.uuid7, editable=False, unique=True)),
                ("text", kernel.sealed.fields.SealedTextField(default="", max_length=600, verbose_name="Text")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="bis")),
                ("selected", models.BooleanField(default=False, verbose_name="ausgewählt")),
                ("written_by", models.UUIDField(editable=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="cases.item"
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
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["item", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("selected", False), ("kind", "idea"), _connector="OR"),
                        name="sheet_only_ideas_selected",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetText",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("concern", "Anliegen"),
                            ("question", "Eine Frage an das Team"),
                            ("situation", "Situation"),
                            ("will", "Wille, in eigenen Worten"),
                            ("duties", "Auflagen"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "text",
                    kernel.sealed.fields.SealedTextField(blank=True, default="", max_length=6000, verbose_name="Text"),
                ),
                ("written_by", models.UUIDField(editable=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="cases.item"
                    ),
                ),
            ],
            options={
                "ordering": ["item", "id"],
                "constraints": [models.UniqueConstraint(fields=("item", "step"), name="sheet_text_once")],
            },
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("worker", models.UUIDField(verbose_name="vertritt")),
                ("stand_in", models.UUIDField(verbose_name="Vertretung")),
                ("begins", models.DateField(verbose_name="von")),
                ("ends", models.DateField(verbose_name="bis")),
            ],
            options={
                "ordering": ["-begins", "-id"],
                "indexes": [models.Index(fields=["stand_in", "begins"], name="cases_stand_stand_i_2fa200_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="stand_in_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worker", models.F("stand_in")), _negated=True), name="stand_in_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("person", models.UUIDField(verbose_name="Person")),
                ("function", models.CharField(blank=True, default="", max_length=120, verbose_name="Aufgabe")),
                ("begins", models.DateField(verbose_name="im Team seit")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="im Team bis")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
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
                "ordering": ["district", "begins", "id"],
                "indexes": [models.Index(fields=["person", "begins"], name="cases_teamm_person_85b38e_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="team_member_dates",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("person", "="),
                            (
                                contracts.models.terms.DateRange(
                                    models.F("begins"), models.F("ends"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="team_member_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="cases.teammember"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="cases.teamsession"
                    ),
                ),
            ],
            options={
                "ordering": ["session", "id"],
                "constraints": [models.UniqueConstraint(fields=("session", "member"), name="attendance_once")],
            },
        ),
        migrations.AddField(
            model_name="casefile",
            name="concern",
            field=kernel.sealed.fields.SealedTextField(
                blank=True, default="", max_length=2000, verbose_name="Anliegen"
            ),
        ),
        migrations.AddField(
            model_name="casefile",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("done", "Anliegen erledigt"),
                    ("moved", "Familie verzogen, Fall abgegeben"),
                    ("family", "Familie möchte keine Begleitung mehr"),
                    ("other", "anderer Grund"),
                ],
                default="",
                max_length=8,
                verbose_name="Grund des Endes",
            ),
        ),
        migrations.AddField(
            model_name="casefile",
            name="referral",
            field=models.CharField(
                blank=True,
                choices=[
                    ("parents", "Eltern oder Personensorgeberechtigte"),
                    ("young_person", "junger Mensch selbst"),
                    ("school", "Schule"),
                    ("day_care", "Kindertageseinrichtung oder Tagespflege"),
                    ("service", "soziale Dienste oder andere Einrichtung"),
                    ("office", "Jugendamt selbst"),
                    ("court", "Gericht, Polizei oder Staatsanwaltschaft"),
                    ("health", "Arzt, Klinik oder Gesundheitsamt"),
                    ("private", "Verwandte, Bekannte oder Nachbarn"),
                    ("other", "andere"),
                ],
                default="",
                max_length=12,
                verbose_name="Wer hat sich gemeldet?",
            ),
        ),
        migrations.AddField(
            model_name="casefile",
            name="restricted_on",
            field=models.DateField(editable=False, null=True, verbose_name="eingeschränkt seit"),
        ),
    ]
