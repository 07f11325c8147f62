"""The forms of districts, roles and providers."""

from typing import Any

from django import forms

from contracts.models import Centre, Contract, District, FieldOfHelp, ProviderRole
from contracts.usecases.succession import Part
from contracts.web.fields import (
    CHOOSE,
    ChoiceOf,
    ChoicesOf,
    contracts,
    districts,
    engaged,
    not_engaged,
)
from contracts.web.forms.shared import REMARK
from contracts.web.words import kind_word
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation


class DistrictForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120)
    begins = GermanDateField(label="Besteht seit")
    ends = GermanDateField(label="Besteht bis", required=False, help_text="Leer lassen, solange es den Raum gibt.")
    pilot = forms.BooleanField(label="Modellraum", required=False)
    remark = REMARK


class RenameForm(UseCaseForm):
    name = forms.CharField(label="Neuer Name", max_length=120)
    begins = GermanDateField(label="Heißt so ab", help_text="Ein Tag in der Zukunft ist möglich.")


class CloseForm(UseCaseForm):
    ends = GermanDateField(label="Letzter Tag")


class SplitForm(UseCaseForm):
    """Names of the new districts, and for each centre to which it then belongs."""

    PARTS = 6
    begins = GermanDateField(label="Die neuen Räume beginnen am")
    carry_roles = forms.BooleanField(
        label="Rollen der Träger in allen neuen Räumen fortführen",
        required=False,
        help_text="Sonst enden sie am Tag davor.",
    )

    def __init__(self, *args: Any, centres: list[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres = centres
        for number in range(1, self.PARTS + 1):
            self.fields[f"part_{number}"] = forms.CharField(
                label=f"{number}. neuer Raum", max_length=120, required=number <= 2
            )
        for centre in centres:
            self.fields[f"centre_{centre.pk}"] = forms.TypedChoiceField(
                label=f"{centre} gehört dann zum",
                choices=[("", CHOOSE), *((n, f"{n}. neuen Raum") for n in range(1, self.PARTS + 1))],
                coerce=int,
            )
        self.order_fields([name for name in self.fields if name != "carry_roles"])

    def values(self) -> dict[str, Any]:
        entered = super().values()
        names = {n: entered[f"part_{n}"] for n in range(1, self.PARTS + 1) if entered[f"part_{n}"]}
        parts = [
            Part(name, [c for c in self.centres if entered[f"centre_{c.pk}"] == n]) for n, name in names.items()
        ]  # fmt: skip
        return {"begins": entered["begins"], "carry_roles": entered["carry_roles"], "parts": parts}


class MergeForm(UseCaseForm):
    others = ChoicesOf(District.objects.none(), label="Zusammenlegen mit")
    name = forms.CharField(label="Name des neuen Raums", max_length=120)
    begins = GermanDateField(label="Der neue Raum beginnt am")
    carry_roles = forms.BooleanField(
        label="Rollen der Träger im neuen Raum fortführen",
        required=False,
        help_text="Führten verschiedene Träger, endet deren Rolle: Dann entscheiden Sie neu.",
    )

    def __init__(self, *args: Any, actor: Actor, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("others", districts(actor).exclude(pk=district.pk))


class BorderForm(forms.Form):
    file = forms.FileField(label="GeoJSON-Datei", help_text="Höchstens 5 MB, eine „FeatureCollection“ in WGS 84.")
    name_property = forms.CharField(
        label="Eigenschaft mit dem Namen",
        max_length=60,
        initial="name",
        help_text="Ihr Wert muss dem Namen des Raums gleichen.",
    )


class EngageForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    begins = GermanDateField(label="Arbeitet mit seit")
    ends = GermanDateField(label="Arbeitet mit bis", required=False)
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", not_engaged(actor))


class EngagementForm(UseCaseForm):
    begins = GermanDateField(label="Arbeitet mit seit")
    ends = GermanDateField(label="Arbeitet mit bis", required=False)
    remark = REMARK


class RoleForm(UseCaseForm):
    kind = forms.ChoiceField(label="Rolle", choices=ProviderRole.Kind)
    field_of_help = forms.ChoiceField(label="Hilfefeld", choices=FieldOfHelp)
    purpose = forms.CharField(
        label="Zweck", max_length=200, required=False, help_text="Nur für Kooperationspartner nötig."
    )
    begins = GermanDateField(label="Gilt ab")
    ends = GermanDateField(label="Gilt bis", required=False, help_text="Leer lassen, wenn kein Ende vereinbart ist.")
    contract = ChoiceOf(Contract.objects.none(), label="Vertrag", required=False, empty_label="ohne Vertrag")
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="Rolle", choices=[(kind, kind_word(kind, actor)) for kind in ProviderRole.Kind.values]
        )
        self.offer("contract", contracts(actor).filter(root=None))


class NewRoleForm(RoleForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    field_order = ("organisation",)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer("organisation", engaged(actor))


class HandOverForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Neuer federführender Träger")
    begins = GermanDateField(label="Führt ab", help_text="Der bisherige Träger führt bis zum Tag davor.")
    ends = GermanDateField(label="Führt bis", required=False, help_text="Leer lassen, wenn kein Ende vereinbart ist.")
    contract = ChoiceOf(Contract.objects.none(), label="Vertrag", required=False, empty_label="ohne Vertrag")
    remark = REMARK

    def __init__(self, *args: Any, actor: Actor, role: ProviderRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(actor).exclude(pk=role.organisation_id))
        self.offer("contract", contracts(actor).filter(root=None))
