"""Choices for forms, each limited to what the actor may see."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from contracts.models import Contract, District, Engagement, ProviderRole
from contracts.policy import contract_policy, district_policy, engagement_policy, role_policy
from kernel.access.actor import Actor
from tenants.registry.models import Organisation

CHOOSE = "Bitte wählen"


class ChoiceOf(forms.ModelChoiceField):
    """One of several records; a guessed id is refused like any other that is not in the list."""

    default_error_messages = {
        "invalid_choice": "Das steht hier nicht zur Wahl. Wählen Sie aus der Liste.",
        "required": "Bitte wählen Sie etwas aus.",
    }

    def __init__(self, queryset: QuerySet, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", CHOOSE)
        super().__init__(queryset, **kwargs)


class ChoicesOf(forms.ModelMultipleChoiceField):
    """Several of several records."""

    default_error_messages = {
        "invalid_choice": "Das steht hier nicht zur Wahl. Wählen Sie aus der Liste.",
        "invalid_pk_value": "Das steht hier nicht zur Wahl. Wählen Sie aus der Liste.",
    }
    widget = forms.CheckboxSelectMultiple


def districts(actor: Actor) -> QuerySet[District]:
    return district_policy.rows(actor).filter(Q(ends=None) | Q(ends__gte=actor.today))


def engaged(actor: Actor) -> QuerySet[Organisation]:
    """Providers that work for the office now or will."""
    current = engagement_policy.rows(actor).filter(Q(ends=None) | Q(ends__gte=actor.today))
    return Organisation.objects.filter(Exists(current.filter(organisation=OuterRef("pk"))))


def not_engaged(actor: Actor) -> QuerySet[Organisation]:
    return Organisation.objects.exclude(Exists(Engagement.objects.filter(organisation=OuterRef("pk"), ends=None)))


def contracts(actor: Actor) -> QuerySet[Contract]:
    """Files of contracts by their first version, on which roles and lines hang."""
    return contract_policy.rows(actor).filter(root=None).order_by("sort_key")


def own_districts(actor: Actor) -> QuerySet[District]:
    """Districts in which the actor's provider has or had a role."""
    return district_policy.rows(actor).filter(
        Exists(ProviderRole.objects.filter(district=OuterRef("pk"), organisation__in=actor.organisations()))
    )


def own_roles_beside_others(actor: Actor) -> QuerySet[ProviderRole]:
    """Roles of the actor's provider in whose time it has another one in the same district."""
    another = ProviderRole.objects.filter(
        ~Q(pk=OuterRef("pk")),
        Q(ends=None) | Q(ends__gte=OuterRef("begins")),
        district=OuterRef("district"),
        organisation=OuterRef("organisation"),
        begins__lte=Coalesce(OuterRef("ends"), Value(date.max)),
    )
    return role_policy.rows(actor).filter(Exists(another), organisation__in=actor.organisations())
