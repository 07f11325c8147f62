"""How a § 8a process runs: two professionals, the family, the outcome, the phase of risk; its pages and its silence (R20)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import AssessmentPart, Protection, ProviderNotice
from cases.usecases.notices import confirm_notice, send_notice, take_up_notice
from cases.usecases.protection_process import (
    assess,
    close_process,
    end_risk,
    finish_step,
    involve_family,
    name_member,
    plan_step,
    record_outcome,
    release_member,
    set_concept,
)
from cases.web.today import protection as today
from kernel.access.actor import Role
from kernel.access.errors import Conflict
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.contracts.test_districts import refused
from tests.factories import cases as make
from tests.factories import contracts
from tests.factories.people import acting, actor, client
from tests.factories.people import person as someone

pytestmark = [pytest.mark.django_db, pytest.mark.urls("project.urls_office")]
DAY = timedelta(days=1)
SEEN = {"topic": "care", "seen": "Kühlschrank leer", "weight": "concern", "version": 0}
SECRET = "Blaue Flecken am Arm"  # the concern that the factory writes


def ready(*members, **fields):
    """A process with a sheet and a word on the family."""
    row = make.protection(make.case(), *members, **({"family_involved": True} | fields))
    AssessmentPart.objects.create(protection=row, topic="care", seen="Gut versorgt", written_by=uuid7())
    return row


def test_r20_one_professional_does_not_assess_alone(nord):
    lead = actor(nord, Role.ASD_LEAD)
    with acting(nord, Role.CASE_WORKER) as worker:
        row = ready(worker.person)
        with refused("outcome", "zu zweit"):
            record_outcome(actor=worker, protection=row, outcome="none")
        name_member(actor=worker, protection=row, person=lead.person)
        assert record_outcome(actor=worker, protection=row, outcome="none").outcome == "none"


def test_r20_no_outcome_without_a_word_on_the_family(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        row = ready(worker.person, uuid7(), family_involved=None)
        with refused("outcome", "Familie einbezogen"):
            record_outcome(actor=worker, protection=row, outcome="latent")
        with refused("why", "warum"):
            involve_family(actor=worker, protection=row, involved=False, why=" ")
        involve_family(actor=worker, protection=row, involved=False, why="Der Vater droht dem Kind")
        assert record_outcome(actor=worker, protection=row, outcome="latent").begins == worker.today


def test_r20_no_outcome_without_a_sheet_and_none_twice(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        row = make.protection(make.case(), worker.person, uuid7(), family_involved=True)
        with refused("outcome", "Einschätzungsbogen"):
            record_outcome(actor=worker, protection=row, outcome="none")
        assess(actor=worker, protection=row, parts=[SEEN])
        assert Protection.objects.get().state == "assessing"
        record_outcome(actor=worker, protection=row, outcome="none")
        with refused(None, "schon fest"):
            record_outcome(actor=worker, protection=row, outcome="acute")
        with refused(None, "nicht mehr geändert"):
            assess(actor=worker, protection=row, parts=[SEEN])


def test_r20_the_phase_of_risk_belongs_to_an_endangerment(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        row = ready(worker.person, uuid7())
        with refused("risk_since", "nur bei einer Gefährdung"):
            record_outcome(actor=worker, protection=row, outcome="need", risk_since=worker.today)
        with refused("ends", "keine Gefährdungsphase"):
            end_risk(actor=worker, protection=row, ends=worker.today)
        with refused("concept", "festgestellte Gefährdung"):
            set_concept(actor=worker, protection=row, concept="Oma", concept_review_on=worker.today)
        with refused("risk_since", "Zukunft"):
            record_outcome(actor=worker, protection=row, outcome="acute", risk_since=worker.today + DAY)
        record_outcome(actor=worker, protection=row, outcome="acute", risk_since=worker.today - 9 * DAY)
        with refused("ends", "vor dem Beginn"):
            end_risk(actor=worker, protection=row, ends=worker.today - 10 * DAY)
        assert end_risk(actor=worker, protection=row, ends=worker.today).ends


def test_r20_from_the_first_sign_to_the_end(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        row = ready(worker.person, uuid7())
        plan_step(actor=worker, protection=row, text="Hausbesuch", due_on=worker.today, person=worker.person)
        assert {d.action for d in today.due(worker)} == {"Einschätzen", "Erledigt"}
        assert not any("Hausbesuch" in d.title + d.note for d in today.due(worker))
        with refused("person", "Fachkraft des Verfahrens"):
            plan_step(actor=worker, protection=row, text="Gespräch", due_on=worker.today, person=uuid7())
        record_outcome(actor=worker, protection=row, outcome="latent")
        set_concept(actor=worker, protection=row, concept="Oma holt ab", concept_review_on=worker.today + 7 * DAY)
        with refused("closed_on", "Gefährdungsphase"):
            close_process(actor=worker, protection=row, closed_on=worker.today)
        end_risk(actor=worker, protection=row, ends=worker.today)
        with refused("closed_on", "noch offen"):
            close_process(actor=worker, protection=row, closed_on=worker.today)
        finish_step(actor=worker, protection=row, step=row.steps.get().pk, done_on=worker.today)
        assert close_process(actor=worker, protection=row, closed_on=worker.today).state == "closed"
        with refused(None, "abgeschlossen"):
            involve_family(actor=worker, protection=row, involved=True)
        assert not list(today.due(worker))


def test_two_people_never_overwrite_each_other_on_the_sheet(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        row = make.protection(make.case(), worker.person)
        assess(actor=worker, protection=row, parts=[SEEN])
        with pytest.raises(Conflict, match="Grundversorgung"):
            assess(actor=worker, protection=row, parts=[SEEN | {"seen": "Alles gut"}])
        assess(actor=worker, protection=row, parts=[SEEN | {"topic": "health"}, SEEN])
        assert row.parts.count() == 2


def test_r20_two_stay_in_charge_once_it_is_assessed(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        row = ready(worker.person, second := uuid7())
        record_outcome(actor=worker, protection=row, outcome="none")
        with refused(None, "mindestens zwei"):
            release_member(actor=worker, protection=row, person=second)
        with refused(None, "Federführung"):
            release_member(actor=worker, protection=row, person=worker.person)
        with refused("person", "nicht als Fachkraft"):
            name_member(actor=worker, protection=row, person=uuid7())


def test_par_8a_4_a_provider_tells_the_office_and_sees_that_it_arrived(nord):
    lead, worker = actor(nord, Role.ASD_LEAD), actor(nord, Role.CASE_WORKER)
    who = someone("Petra Probe")
    browser = client(nord, Role.PROVIDER_WORKER, "alpha", who=who)
    colleague = client(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        where = contracts.role().district
    answer = browser.post(
        "/mitteilungen/neu/",
        {"submission": uuid7(), "district": where.pk, "about": "Kim, 6", "concern": "Kommt ohne Essen"},
    )
    assert answer.status_code == 422 and "warum Sie nicht" in answer.content.decode()
    answer = browser.post(
        "/mitteilungen/neu/",
        {"submission": uuid7(), "district": where.pk, "about": "Kim, 6", "concern": "Ohne Essen", "family_told": "on"},
    )
    assert answer.status_code == 302
    url = answer["location"]
    assert "noch nicht bestätigt" in browser.get(url).content.decode()
    assert colleague.get(url).status_code == 404
    with transaction_in(nord):
        row = ProviderNotice.objects.get()
        confirm_notice(actor=lead, notice=row)
        with refused(None, "schon bestätigt"):
            confirm_notice(actor=lead, notice=row)
        row.refresh_from_db()
    before = browser.get(url).content
    with transaction_in(nord):
        take_up_notice(actor=lead, notice=row, responsible=worker.person)
        process = Protection.objects.get()
        assert process.source == "provider" and process.members.get().person == worker.person
        with refused(None, "schon aufgenommen"):
            take_up_notice(actor=lead, notice=row, responsible=worker.person)
    after = browser.get(url).content
    assert b"Eingang am" in after and str(process.pk).encode() not in after
    assert len(before) == len(after), "nothing tells the provider that a process began"


def test_par_8a_4_a_notice_names_only_the_own_reference(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        where = contracts.role().district
        given = {"district": where, "about": "Kim", "concern": "Ohne Essen", "family_told": True}
        with refused("reference_number", "hat Ihr Träger nicht"):
            send_notice(actor=worker, reference_number=contracts.reference("beta", where).number, **given)
        with refused("expert_on", "Zukunft"):
            send_notice(actor=worker, expert_on=worker.today + DAY, **given)


def test_r20_the_pages_of_a_process(nord):
    who = someone("Carla Chronik")
    browser = client(nord, Role.CASE_WORKER, who=who)
    with transaction_in(nord):
        row = make.protection(make.case(), who.pk, uuid7())
    url = reverse("protection", args=[row.pk])
    page = browser.get(url).content.decode()
    assert SECRET in page and "Was zu tun ist" in page
    for part in (
        "fachkraft",
        "bogen",
        "familie",
        "ergebnis",
        "schutzkonzept",
        "schritt",
        "erledigt",
        "phase",
        "abschliessen",
    ):
        assert browser.get(f"{url}{part}/").status_code == 200, part
    sheet = {f"{kind}_{topic}": value for topic in AssessmentPart.Topic.values
             for kind, value in (("seen", ""), ("weight", "unclear"), ("version", "0"))}  # fmt: skip
    sheet |= {"submission": uuid7(), "seen_child": "Ich habe Angst", "weight_child": "danger"}
    assert browser.post(f"{url}bogen/", sheet).status_code == 302
    assert browser.post(f"{url}familie/", {"submission": uuid7(), "involved": "yes"}).status_code == 302
    answer = browser.post(f"{url}ergebnis/", {"submission": uuid7(), "outcome": "acute"})
    assert answer.status_code == 302
    page = browser.get(url).content.decode()
    assert "Ich habe Angst" in page and "akute gefährdung" in page.lower() and "Schutzkonzept" in page
    assert browser.get("/").status_code == 200


def test_r20_nobody_else_meets_it_anywhere(nord):
    """Search, lists, exports and Heute of every other role, and of a case worker who is not in charge."""
    with transaction_in(nord):
        case = make.case()
        child = make.person(case, given_name="Zoran")
        row = make.protection(case, uuid7())
        row.persons.add(child)
        make.notice()
    for role in Role:
        if role in (Role.OPERATOR, Role.SELF, Role.ASD_LEAD):
            continue
        browser = client(nord, role, "beta" if role.of_provider else None)
        assert browser.get(reverse("protection", args=[row.pk])).status_code in (403, 404), role
        for path in ("/", f"/suche/?q={row.number}", "/kinderschutz/", "/kinderschutz/?export=csv", "/mitteilungen/", "/faelle/",
                     "/faelle/?export=csv", "/api/v1/cases", "/api/v1/protections", "/api/v1/provider-notices"):  # fmt: skip
            answer = browser.get(path)
            body = answer.content.decode().replace(f"q={row.number}", "").replace(f'value="{row.number}"', "")
            body = body.replace(f"„{row.number}“", "")
            assert row.number not in body and SECRET not in body and "Kommt ohne Essen" not in body, (role, path)
