"""Filters of teams, offers, their dates and contacts."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import Contact
from kernel.api.filters import DatedFilter, choice, day, yes_or_no


class MemberFilter(DatedFilter):
    centre = key("centre_id", "Zentrum")


class OfferFilter(DatedFilter):
    centre = key("centre_id", "Zentrum")
    district = key("centre__district_id", "Raum")
    organisation = OrganisationFilter()


class DateFilter(filters.FilterSet):
    offer = key("offer_id", "Angebot")
    centre = key("offer__centre_id", "Zentrum")
    since = day(field_name="held_on", lookup_expr="gte", label="ab")
    until = day(field_name="held_on", lookup_expr="lte", label="bis")
    cancelled = yes_or_no(label="abgesagt")


class ContactFilter(filters.FilterSet):
    centre = key("centre_id", "Zentrum")
    district = key("district_id", "Raum")
    kind = choice(choices=Contact.Kind, label="Art")
    since = day(field_name="happened_on", lookup_expr="gte", label="ab")
    until = day(field_name="happened_on", lookup_expr="lte", label="bis")
