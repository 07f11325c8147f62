"""A conference room with people in it."""

from dataclasses import dataclass

from cases.models import Item
from kernel.access.actor import Actor, Role
from kernel.tenancy.place import Place, transaction_in
from tests.factories import cases, conferences, people


@dataclass
class Round:
    """A case worker presents, a provider's worker takes part, a colleague moderates."""

    item: Item
    presenter: Actor
    helper: Actor
    moderator: Actor
    stranger: Actor


def a_round(office: Place) -> Round:
    """A team of four with an item in today's session, kept when this returns."""
    who = [people.actor(office, Role.CASE_WORKER, who=people.person(n)) for n in ("Pia", "Mona", "Fremd")]
    helper = people.actor(office, Role.PROVIDER_WORKER, "alpha", who=people.person("Hanna"))
    with transaction_in(office):
        case = cases.case(worker=who[0].person)
        cases.person(case, given_name="Jolanda", family_name="Beispiel")
        for actor, organisation in ((who[0], None), (who[1], None), (helper, "alpha")):
            conferences.team_member(case.district, actor.person, organisation)
        held = conferences.session(case.district, moderator=who[1].person)
        return Round(conferences.item(case, session=held), who[0], helper, who[1], who[2])
