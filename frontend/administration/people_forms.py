"""Forms for people, their roles and instructions."""

from datetime import date
from typing import Any

from django import forms

from frontend.administration.people_tables import role_choices
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.people.usecases.clients import CLIENT_ROLES
from tenants.registry.models import Organisation

CHOOSE = ("", "Bitte wählen")
END_HELP = "Leer lassen, wenn es kein Ende gibt."


class RoleField(forms.TypedChoiceField):
    def __init__(self, roles: Any, **kwargs: Any) -> None:
        super().__init__(
            label="Rolle",
            choices=[CHOOSE, *role_choices(roles)],
            coerce=Role,
            error_messages={
                "invalid_choice": "Diese Rolle steht nicht zur Wahl.",
                "required": "Bitte wählen Sie eine Rolle.",
            },
            **kwargs,
        )


class OrganisationField(forms.ModelChoiceField):
    """A provider; the use case takes its key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Organisation.objects.none(),
            label="Träger",
            empty_label="keiner, Jugendamt",
            required=False,
            help_text="Nur für Beschäftigte eines Trägers.",
            **kwargs,
        )
        self.error_messages["invalid_choice"] = "Dieser Träger steht nicht zur Wahl. Nehmen Sie ihn zuerst auf."

    def clean(self, value: Any) -> str | None:  # type: ignore[override]
        found = super().clean(value)
        return found.pk if found else None


class PeriodForm(UseCaseForm):
    begins = GermanDateField(label="Gilt ab")
    ends = GermanDateField(label="Gilt bis", required=False, help_text=END_HELP)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].initial = today


class InviteForm(PeriodForm):
    """Into an office."""

    field_order = ["name", "email", "role", "organisation", "begins", "ends"]
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-Mail-Adresse", max_length=254, help_text="Dorthin geht der Link zur Einladung.")
    role = RoleField(OFFICE_ROLES | PROVIDER_ROLES)
    organisation = OrganisationField()

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", organisations)


class GrantForm(PeriodForm):
    """A further role of someone who belongs to the office."""

    field_order = ["role", "organisation", "begins", "ends"]
    role = RoleField(OFFICE_ROLES | PROVIDER_ROLES)
    organisation = OrganisationField()

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", organisations)


class ColleagueForm(PeriodForm):
    """Into a provider organisation."""

    field_order = ["name", "email", "role", "begins", "ends"]
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-Mail-Adresse", max_length=254, help_text="Dorthin geht der Link zur Einladung.")
    role = RoleField(PROVIDER_ROLES)


class NameForOfficeForm(PeriodForm):
    """An own colleague for an office."""

    field_order = ["office", "role", "begins", "ends"]
    office = forms.ChoiceField(
        label="Jugendamt",
        error_messages={"invalid_choice": "In diesem Amt arbeitet Ihr Träger nicht mit."},
    )
    role = RoleField(PROVIDER_ROLES)

    def __init__(self, *args: Any, offices: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [CHOOSE, *offices.items()]  # type: ignore[attr-defined]


class EndForm(UseCaseForm):
    last_day = GermanDateField(
        label="Letzter Tag", required=False, help_text="Leer lassen, um den Zugang sofort zu beenden."
    )


class InstructForm(UseCaseForm):
    instructed_on = GermanDateField(label="Unterwiesen am")
    valid_until = GermanDateField(label="Gilt bis", required=False, help_text="Leer lassen für ein Jahr.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instructed_on"].initial = today


class ClientForm(UseCaseForm):
    name = forms.CharField(
        label="Bezeichnung", max_length=100, help_text="Zum Beispiel das Fachverfahren, das Daten holt."
    )
    role = RoleField(CLIENT_ROLES, help_text="Was das System sehen und tun darf.")
    organisation = OrganisationField()
    instructed = forms.BooleanField(
        label="Der Träger ist heute auf Zweckbindung und Schweigepflicht hingewiesen (§ 78 Abs. 2 SGB X)",
        required=False,
        help_text="Nur für das System eines Trägers. Der Hinweis gilt ein Jahr.",
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", organisations)
        self.fields[
            "organisation"
        ].help_text = "Nur wenn das System einem Träger gehört. Es sieht dann nur, was ihn betrifft."
