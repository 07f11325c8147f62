"""The forms of teams and sessions."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms

from cases.models import SessionSeries, TeamMember, TeamSession
from cases.queries.teams import can_join_team, team_on
from contracts.models import District
from contracts.web.fields import ChoiceOf, ChoicesOf, districts
from contracts.web.forms.centres import ChoiceOfPerson
from kernel.access.actor import Actor
from kernel.web.fields import ClockField, GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.people.models import Membership

PLACE = "Keine Wohnung einer Familie: der Ort steht in der Einladung."
FUNCTION = forms.CharField(
    label="Aufgabe im Team", max_length=120, required=False, help_text="Zum Beispiel „Moderation“ oder „Schule“."
)


class TeamMemberForm(UseCaseForm):
    function = FUNCTION
    begins = GermanDateField(label="Im Team seit")
    ends = GermanDateField(label="Im Team bis", required=False)


class NewTeamMemberForm(TeamMemberForm):
    membership = ChoiceOfPerson(
        Membership.objects.none(),
        label="Person",
        help_text="Zur Wahl stehen Fachkräfte des Amts und der Träger. Wer fehlt, braucht zuerst einen Zugang.",
    )
    field_order = ["membership", "function", "begins", "ends"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("membership", can_join_team(actor))


class ModeratorField(forms.ChoiceField):
    """Someone of the team by name; empty while nobody has agreed."""

    default_error_messages = {"invalid_choice": "Wählen Sie jemanden aus dem Team dieses Tages."}

    def __init__(self) -> None:
        super().__init__(
            label="Moderation", required=False, help_text="Jemand aus dem Team, der in der Sitzung nichts einbringt."
        )

    def offer(self, team: list[Any]) -> None:
        self.choices = [("", "noch offen"), *((str(m.person), m.person_name) for m in team)]

    def clean(self, value: Any) -> UUID | None:
        text = super().clean(value)
        return UUID(text) if text else None


class SessionForm(UseCaseForm):
    """One session of a team; who may moderate depends on the day."""

    held_on = GermanDateField(label="Tag")
    starts_at = ClockField(label="Von")
    ends_at = ClockField(label="Bis")
    place = forms.CharField(label="Ort", max_length=200, required=False, help_text=PLACE)
    moderator = ModeratorField()

    def __init__(self, *args: Any, actor: Actor, session: TeamSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moderator"].offer(team_on(actor, session.district_id, session.held_on))  # type: ignore[attr-defined]


class NewSessionForm(UseCaseForm):
    district = ChoiceOf(District.objects.none(), label="Raum")
    held_on = GermanDateField(label="Tag")
    starts_at = ClockField(label="Von")
    ends_at = ClockField(label="Bis")
    place = forms.CharField(label="Ort", max_length=200, required=False, help_text=PLACE)

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", districts(actor))
        self.fields["district"].label = word


class NewSeriesForm(UseCaseForm):
    district = ChoiceOf(District.objects.none(), label="Raum")
    rhythm = forms.ChoiceField(label="Rhythmus", choices=SessionSeries.Rhythm)
    begins = GermanDateField(label="Erste Sitzung")
    ends = GermanDateField(label="Letzte Sitzung spätestens")
    starts_at = ClockField(label="Von")
    ends_at = ClockField(label="Bis")
    place = forms.CharField(label="Ort", max_length=200, required=False, help_text=PLACE)
    skip_holidays = forms.BooleanField(label="An Feiertagen fällt die Sitzung aus", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", districts(actor))
        self.fields["district"].label = word
        self.fields["ends"].initial = actor.today + timedelta(days=182)


class AttendanceForm(UseCaseForm):
    members = ChoicesOf(TeamMember.objects.none(), label="Wer war dabei?", required=False)

    def __init__(self, *args: Any, actor: Actor, session: TeamSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = team_on(actor, session.district_id, session.held_on)
        self.offer("members", TeamMember.objects.filter(pk__in=[m.pk for m in team]))
        names = {m.pk: f"{m.person_name}, {m.organisation or 'Jugendamt'}" for m in team}
        self.fields["members"].label_from_instance = lambda row: names[row.pk]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {"members": list(self.cleaned_data["members"])}
