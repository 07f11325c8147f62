"""Teams of centres, offers with dates, anonymous contacts (R3, R23b)."""

from django.db.models import QuerySet

from contracts.api.filters.offers import ContactFilter, DateFilter, MemberFilter, OfferFilter
from contracts.api.inputs.offers import (
    AttendanceInput,
    ContactInput,
    DateInput,
    MemberChangeInput,
    MemberInput,
    OfferChangeInput,
    OfferInput,
    SeriesInput,
)
from contracts.api.outputs.offers import ContactOutput, DateOutput, MemberOutput, OfferOutput
from contracts.policy.offers import (
    ContactPerm,
    MemberPerm,
    OfferDatePerm,
    OfferPerm,
    contact_policy,
    member_policy,
    offer_date_policy,
    offer_policy,
)
from contracts.queries.offers import dates_for, members_for, offers_for
from contracts.usecases import centres, contacts, offers
from kernel.api.commands import change, command, creation, removal
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class MemberViewSet(Listed, Retrieved, PolicyViewSet):
    policy = member_policy
    permissions = {"list": MemberPerm.VIEW, "retrieve": MemberPerm.VIEW}
    serializer_class = MemberOutput
    filterset_class = MemberFilter
    tag, about = "Teams", "Wer von wann bis wann im Team eines Zentrums ist, vom Amt oder von einem Träger."
    summaries = {"list": "Teams auflisten", "retrieve": "Ein Mitglied lesen"}

    create = creation(centres.add_member, MemberInput, "Ins Team aufnehmen")
    partial_update = change(centres.change_member, MemberChangeInput, "Zeit im Team ändern oder beenden")

    def among(self) -> QuerySet:
        return members_for(self.actor).order_by("centre", "begins", "id")


class OfferViewSet(Listed, Retrieved, PolicyViewSet):
    policy = offer_policy
    permissions = {"list": OfferPerm.VIEW, "retrieve": OfferPerm.VIEW}
    serializer_class = OfferOutput
    filterset_class = OfferFilter
    tag, about = "Angebote", "Was ein Zentrum anbietet, bevor es einen Fall gibt."
    summaries = {"list": "Angebote auflisten", "retrieve": "Ein Angebot lesen"}

    create = creation(offers.create_offer, OfferInput, "Angebot anlegen")
    partial_update = change(offers.change_offer, OfferChangeInput, "Angebot ändern oder beenden")
    plan_dates = command(offers.plan_dates, "Einen Termin oder eine Reihe planen", path="dates", takes=SeriesInput)

    def among(self) -> QuerySet:
        return offers_for(self.actor)


class OfferDateViewSet(Listed, Retrieved, PolicyViewSet):
    policy = offer_date_policy
    permissions = {"list": OfferDatePerm.VIEW, "retrieve": OfferDatePerm.VIEW}
    serializer_class = DateOutput
    filterset_class = DateFilter
    tag, about = "Termine", "Termine der Angebote; danach, wie viele kamen, nur als Zahlen."
    summaries = {"list": "Termine auflisten", "retrieve": "Einen Termin lesen"}

    partial_update = change(offers.change_date, DateInput, "Termin ändern")
    cancel_date = command(offers.cancel_date, "Termin absagen", path="cancel")
    reinstate_date = command(offers.reinstate_date, "Absage zurücknehmen", path="reinstate")
    count_attendance = command(
        offers.count_attendance, "Besuche zählen", path="attendance", takes=AttendanceInput, method="put"
    )

    def among(self) -> QuerySet:
        return dates_for(self.actor).order_by("held_on", "begins_at", "id")


class ContactViewSet(Listed, Retrieved, PolicyViewSet):
    policy = contact_policy
    permissions = {"list": ContactPerm.VIEW, "retrieve": ContactPerm.VIEW}
    serializer_class = ContactOutput
    filterset_class = ContactFilter
    tag, about = "Kontakte", "Wer ohne Termin kam oder kurz beraten wurde: gezählt, nie benannt."
    summaries = {"list": "Kontakte auflisten", "retrieve": "Einen Kontakt lesen"}

    create = creation(contacts.record_contact, ContactInput, "Kontakt zählen")
    destroy = removal(contacts.undo_contact, "Den letzten eigenen Kontakt von heute zurücknehmen")

    def among(self) -> QuerySet:
        return contact_policy.rows(self.actor).select_related("centre", "district")


ROUTES = {
    "centre-members": MemberViewSet,
    "offers": OfferViewSet,
    "offer-dates": OfferDateViewSet,
    "contacts": ContactViewSet,
}
