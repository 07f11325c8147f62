import contracts.models.terms
import django.contrib.postgres.constraints
import django.db.models.deletion
import kernel.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="Nummer")),
                ("subject", models.CharField(max_length=200, verbose_name="Gegenstand")),
                ("sort_key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("77", "§ 77 SGB VIII (ambulant)"),
                            ("78a", "§§ 78a–g SGB VIII (teilstationär, stationär)"),
                        ],
                        default="77",
                        max_length=3,
                        verbose_name="Rechtsgrundlage",
                    ),
                ),
                (
                    "field_of_help",
                    models.CharField(
                        choices=[
                            ("education", "Hilfen zur Erziehung"),
                            ("integration", "Eingliederungshilfe"),
                            ("open_work", "Offene Kinder- und Jugendarbeit"),
                            ("school", "Jugendsozialarbeit an Schulen"),
                        ],
                        default="education",
                        max_length=12,
                        verbose_name="Hilfefeld",
                    ),
                ),
                (
                    "schedule",
                    models.CharField(
                        choices=[
                            ("monthly", "monatlich"),
                            ("quarter_start", "zum Beginn des Quartals"),
                            ("quarter_middle", "zur Mitte des Quartals"),
                            ("quarter_end", "zum Ende des Quartals"),
                            ("yearly", "jährlich"),
                        ],
                        default="quarter_middle",
                        max_length=14,
                        verbose_name="Abschläge",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("negotiation", "in Verhandlung"),
                            ("decided", "beschlossen"),
                            ("signed", "unterzeichnet"),
                            ("in_force", "in Kraft"),
                            ("expired", "abgelaufen"),
                            ("terminated", "beendet"),
                            ("superseded", "abgelöst"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("begins", models.DateField(blank=True, null=True, verbose_name="beginnt am")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="endet am")),
                (
                    "decision_body",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="Beschlossen von"),
                ),
                (
                    "decision_reference",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="Beschluss"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="beschlossen am")),
                (
                    "no_decision_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="ohne Beschluss, weil"),
                ),
                (
                    "child_protection",
                    models.BooleanField(default=False, verbose_name="Kinderschutz vereinbart (§ 8a Abs. 4 SGB VIII)"),
                ),
                (
                    "staff_suitability",
                    models.BooleanField(default=False, verbose_name="Keine einschlägig Vorbestraften (§ 72a SGB VIII)"),
                ),
                (
                    "data_protection",
                    models.BooleanField(default=False, verbose_name="Datenschutz vereinbart (§ 61 Abs. 3 SGB VIII)"),
                ),
                (
                    "retention",
                    models.BooleanField(
                        default=False, verbose_name="Aufbewahrung und Einsicht vereinbart (§ 9b Abs. 2 SGB VIII)"
                    ),
                ),
                ("in_force_since", models.DateField(blank=True, editable=False, null=True)),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Bemerkung")),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next_versions",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "ordering": ["-begins", "sort_key", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="contract_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["in_force", "expired", "terminated", "superseded"]), _negated=True),
                            models.Q(("begins__isnull", False), ("in_force_since__isnull", False)),
                            _connector="OR",
                        ),
                        name="contract_in_force_has_begin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "negotiation"]),
                            models.Q(("decided_on__isnull", False), models.Q(("decision_body", ""), _negated=True)),
                            models.Q(("no_decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contract_decided_before_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="Jahr")),
                (
                    "work_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("case", "fallspezifisch"),
                            ("cross_case", "fallübergreifend"),
                            ("no_case", "fallunspezifisch"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="Arbeitsart",
                    ),
                ),
                (
                    "setting",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ambulant", "ambulant"),
                            ("day", "teilstationär"),
                            ("residential", "stationär"),
                            ("integrated", "integriert"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="Form",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="Betrag")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="Stunden")),
                (
                    "posts",
                    models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name="Vollzeitstellen"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Entwurf"), ("released", "freigegeben")],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True)),
                ("released_by", models.UUIDField(editable=False, null=True)),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Bemerkung")),
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
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="contracts.contract",
                        verbose_name="Vertrag",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "organisation__sort_key", "id"],
                "indexes": [models.Index(fields=["organisation", "year"], name="contracts_b_organis_cf5ac0_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "organisation", "year", "work_kind", "setting"), name="line_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="line_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1990), ("year__lte", 2100)), name="line_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("released_by", None), ("state", "draft")),
                            models.Q(
                                ("released_at__isnull", False), ("released_by__isnull", False), ("state", "released")
                            ),
                            _connector="OR",
                        ),
                        name="line_released",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("sort_key", models.CharField(editable=False, max_length=120)),
                ("begins", models.DateField(verbose_name="besteht seit")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="besteht bis")),
                ("pilot", models.BooleanField(default=False, verbose_name="Modellraum")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Bemerkung")),
            ],
            options={
                "ordering": ["sort_key", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="district_dates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Centre",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("sort_key", models.CharField(editable=False, max_length=120)),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="eröffnet am")),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("day", "auf den Tag"),
                            ("month", "auf den Monat"),
                            ("year", "auf das Jahr"),
                            ("planned", "geplant"),
                        ],
                        default="day",
                        max_length=8,
                        verbose_name="Eröffnung bekannt",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="geschlossen am")),
                ("address", models.CharField(blank=True, default="", max_length=200, verbose_name="Anschrift")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Bemerkung")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centres",
                        to="contracts.district",
                        verbose_name="Raum",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_key", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("precision", "planned"), ("opened_on__isnull", False), _connector="OR"),
                        name="centre_open_or_planned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"
                        ),
                        name="centre_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseReference",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="Fallreferenz")),
                ("begins", models.DateField(verbose_name="gilt ab")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
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
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="contracts.district", verbose_name="Raum"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["organisation", "begins"], name="contracts_c_organis_ff05e7_idx")],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("begins", models.DateField(verbose_name="arbeitet mit seit")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="arbeitet mit bis")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Bemerkung")),
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
                "ordering": ["organisation__sort_key", "begins"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="engagement_dates",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("organisation", "="),
                            (contracts.models.terms.DateRange("begins", "ends", models.Value("[]")), "&&"),
                        ],
                        name="engagement_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderRole",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lead", "federführender Träger"),
                            ("network_partner", "Netzwerkpartner"),
                            ("cooperation_partner", "Kooperationspartner"),
                            ("public_provider", "öffentlicher Träger"),
                            ("outside", "ausführend von außerhalb"),
                        ],
                        max_length=20,
                        verbose_name="Rolle",
                    ),
                ),
                (
                    "field_of_help",
                    models.CharField(
                        choices=[
                            ("education", "Hilfen zur Erziehung"),
                            ("integration", "Eingliederungshilfe"),
                            ("open_work", "Offene Kinder- und Jugendarbeit"),
                            ("school", "Jugendsozialarbeit an Schulen"),
                        ],
                        default="education",
                        max_length=12,
                        verbose_name="Hilfefeld",
                    ),
                ),
                ("purpose", models.CharField(blank=True, default="", max_length=200, verbose_name="Zweck")),
                ("begins", models.DateField(verbose_name="gilt ab")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="gilt bis")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="Bemerkung")),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="contracts.contract",
                        verbose_name="Vertrag",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
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
                "ordering": ["district__sort_key", "begins", "id"],
                "indexes": [models.Index(fields=["organisation", "begins"], name="contracts_p_organis_27285d_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="role_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "cooperation_partner"), _negated=True),
                            models.Q(("purpose", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="role_cooperation_purpose",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("kind", "lead")),
                        expressions=[
                            ("district", "="),
                            ("field_of_help", "="),
                            (
                                contracts.models.terms.DateRange(
                                    models.F("begins"), models.F("ends"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="role_one_lead",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("field_of_help", "="),
                            ("organisation", "="),
                            ("kind", "="),
                            (
                                contracts.models.terms.DateRange(
                                    models.F("begins"), models.F("ends"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="role_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursEntry",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("worker", models.UUIDField(editable=False)),
                ("worked_on", models.DateField(verbose_name="Tag")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="Dauer")),
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
                (
                    "contact",
                    models.CharField(
                        choices=[("direct", "mit der Familie"), ("indirect", "ohne die Familie")],
                        max_length=8,
                        verbose_name="Kontakt",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
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
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hours", to="contracts.providerrole"
                    ),
                ),
            ],
            options={
                "ordering": ["-worked_on", "-id"],
                "indexes": [
                    models.Index(fields=["organisation", "worked_on"], name="contracts_h_organis_25d293_idx"),
                    models.Index(fields=["worker", "worked_on"], name="contracts_h_worker_752eb1_idx"),
                    models.Index(fields=["district", "worked_on"], name="contracts_h_distric_deadbc_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), name="hours_minutes"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursCase",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id", "reference_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="contracts.hoursentry"
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.casereference"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="Nr.")),
                ("due_on", models.DateField(db_index=True, verbose_name="fällig am")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="Betrag")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="gezahlt am")),
                ("paid_by", models.UUIDField(editable=False, null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="contracts.budgetline",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "number"), name="instalment_number"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="instalment_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_by", None), ("paid_on", None)),
                            models.Q(("paid_by__isnull", False), ("paid_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="instalment_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("signatories", models.PositiveSmallIntegerField(default=1, verbose_name="Zahl der Unterschriften")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="contracts.contract"
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
                "ordering": ["organisation__sort_key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "organisation"), name="party_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signatories__gte", 1), ("signatories__lte", 9)), name="party_signatories"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(default=kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("function", models.CharField(max_length=120, verbose_name="Funktion")),
                ("signed_on", models.DateField(verbose_name="unterzeichnet am")),
                ("recorded_by", models.UUIDField(editable=False)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signatures", to="contracts.party"
                    ),
                ),
            ],
            options={
                "ordering": ["signed_on", "id"],
                "constraints": [models.UniqueConstraint(fields=("party", "function"), name="signature_once")],
            },
        ),
        migrations.AddField(
            model_name="hoursentry",
            name="references",
            field=models.ManyToManyField(
                related_name="hours", through="contracts.HoursCase", to="contracts.casereference"
            ),
        ),
    ]
