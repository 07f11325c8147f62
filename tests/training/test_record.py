"""The worker's record follows the worker (R26): who sees it, release and revocation, recognition with its evidence."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.http import Http404

from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.tenancy.place import PORTAL, Place, transaction_in
from tenants.people.actors import enter_place
from tenants.people.models import Membership, Person
from tenants.registry.models import Organisation
from tenants.training.models import Certificate, Recognition, Release
from tenants.training.policy.record import RecordPerm, recognition_policy, record_policy
from tenants.training.queries.record import own_data, record_for
from tenants.training.usecases.recognition import ask_recognition, recognise, refuse_recognition
from tenants.training.usecases.release import give_release, revoke_release
from tests.database import set_up
from tests.factories import people as make
from tests.factories import training

pytestmark = pytest.mark.django_db
DAY, TODAY = timedelta(days=1), clock.today()


def employ(who: Person, organisation: str = "alpha", role: Role = Role.PROVIDER_WORKER, **fields) -> Membership:
    with set_up():
        return Membership.objects.create(
            person=who, organisation_id=organisation, role=role, **{"begins": TODAY - 100 * DAY} | fields
        )


def manager(place: Place) -> Actor:
    who = make.person("Leitung")
    employ(who, place.key, Role.PROVIDER_MANAGER)
    with transaction_in(place):
        return enter_place(who.pk, place, clock.today())


def oneself(who: Person) -> Actor:
    with transaction_in(PORTAL):
        return enter_place(who.pk, PORTAL, clock.today())


def seen(actor: Actor, place: Place) -> set[str]:
    with transaction_in(place):
        return set(record_for(actor).values_list("title", flat=True))


@pytest.fixture
def worker() -> Person:
    """Works for Alpha in Nordkreis; learned one thing with Beta in Südstadt and one with Alpha."""
    who = make.person("Kim Beispiel")
    employ(who)
    training.record_certificate(who, "sued", "beta", title="Mit Beta")
    training.record_certificate(who, "nord", "alpha", title="Mit Alpha")
    return who


def test_r26_the_record_follows_the_worker_into_every_office(worker, nord, sued):
    make.membership(worker, nord, Role.PROVIDER_WORKER, "alpha")
    assert seen(make.actor(nord, Role.TRAINING), nord) == {"Mit Beta", "Mit Alpha"}
    assert seen(make.actor(sued, Role.TRAINING), sued) == {"Mit Beta"}  # issued there


def test_r26_an_office_where_nobody_works_sees_nothing_even_by_sql(worker, nord):
    training.record_certificate(worker, "sued", "beta", title="Fremd")
    with transaction_in(nord):
        assert set(Certificate.objects.values_list("office", flat=True)) == {"nord"}


def test_r26_the_employer_sees_what_was_earned_with_it_and_the_rest_by_release_only(worker, alpha, beta):
    leads = manager(alpha)
    assert seen(leads, alpha) == {"Mit Alpha"}
    assert seen(manager(beta), beta) == set()
    me = oneself(worker)
    with transaction_in(PORTAL):
        release = give_release(actor=me, organisation=Organisation.objects.get(pk="alpha"))
        with pytest.raises(RuleViolation, match="sieht Ihre Nachweise schon"):
            give_release(actor=me, organisation=Organisation.objects.get(pk="alpha"))
    assert seen(leads, alpha) == {"Mit Alpha", "Mit Beta"}
    with transaction_in(PORTAL):
        revoke_release(actor=me, release=release)
        with pytest.raises(RuleViolation, match="schon zurückgenommen"):
            revoke_release(actor=me, release=release)
    assert seen(leads, alpha) == {"Mit Alpha"}


def test_r26_without_the_release_the_database_refuses_too(worker, alpha):
    with transaction_in(alpha):
        assert [c.title for c in Certificate.objects.all()] == ["Mit Alpha"]
    training.record_release(worker, "alpha")
    with transaction_in(alpha):
        assert Certificate.objects.count() == 2


def test_r26_who_has_left_is_seen_no_longer(worker, alpha):
    training.record_release(worker, "alpha")
    leads = manager(alpha)
    with set_up():
        Membership.objects.filter(person=worker).update(ends=TODAY - DAY)
    assert seen(leads, alpha) == set()


def test_a_record_is_released_to_an_employer_only(worker):
    with transaction_in(PORTAL), pytest.raises(RuleViolation, match="für die Sie arbeiten"):
        give_release(actor=oneself(worker), organisation=Organisation.objects.get(pk="beta"))


def test_at_the_services_own_address_each_sees_only_their_own(worker):
    other = make.person("Jemand anderes")
    foreign = training.record_certificate(other, title="Fremd")
    me = oneself(worker)
    assert seen(me, PORTAL) == {"Mit Beta", "Mit Alpha"}
    release = training.record_release(other, "alpha")
    with transaction_in(PORTAL):
        with pytest.raises(Http404):
            record_policy.fetch(me, RecordPerm.VIEW, pk=foreign.pk)
        with pytest.raises(Denied):
            revoke_release(actor=me, release=release)
        data = own_data(me)
    assert {c["title"] for c in data["certificates"]} == {"Mit Beta", "Mit Alpha"} and not data["releases"]


def asking(who: Person, **fields):
    return {
        "person": who.pk,
        "office": "nord",
        "curriculum": training.record_curriculum(),
        "institution": "Akademie",
        "title": "Sozialraum kompakt",
        "completed_on": TODAY - 30 * DAY,
        "minutes": 600,
        "filename": "Zeugnis.pdf",
        "content": training.PDF,
    } | fields


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"content": b""}, "Die Datei ist leer"),
        ({"content": b"MZ\x90 kein Zeugnis", "filename": "zeugnis.pdf"}, "keine Datei, die wir annehmen"),
        ({"content": b"%PDF-" + bytes(20 * 1024 * 1024)}, "größer als 20 MB"),
        ({"completed_on": TODAY + DAY}, "noch nicht abgeschlossen"),
        ({"minutes": 0}, "Wie lange"),
        ({"office": "sued"}, "arbeitet die Person heute nicht"),
    ],
)
def test_r26_a_recognition_needs_evidence_and_a_course_that_is_over(nord, fields, sentence):
    who = make.person()
    make.membership(who, nord, Role.CASE_WORKER)
    given = asking(who, **fields)
    with transaction_in(PORTAL), pytest.raises(RuleViolation, match=sentence):
        ask_recognition(actor=oneself(who), **given)


def test_nobody_asks_for_someone_else(nord):
    who, other = make.person("Ich"), make.person("Du")
    make.membership(other, nord, Role.CASE_WORKER)
    given = asking(other)
    with transaction_in(PORTAL), pytest.raises(Denied):
        ask_recognition(actor=oneself(who), **given)
    assert not recognition_count()


def recognition_count() -> int:
    with set_up():
        return Recognition.objects.count()


def test_r26_the_manager_asks_for_own_staff_only(nord, alpha):
    who, other = make.person("Eigene"), make.person("Fremde")
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    make.membership(other, nord, Role.PROVIDER_WORKER, "beta")
    leads = manager(alpha)
    own, foreign = asking(who), asking(other)
    with transaction_in(alpha):
        row = ask_recognition(actor=leads, **own)
        assert (row.organisation_id, row.display_name, row.evidence_name) == ("alpha", "Eigene", "Zeugnis.pdf")
        with pytest.raises(RuleViolation, match="liegt dem Jugendamt schon vor"):
            ask_recognition(actor=leads, **own)
        with pytest.raises(RuleViolation, match="arbeitet die Person heute nicht"):
            ask_recognition(actor=leads, **foreign)
        assert recognition_policy.rows(leads).exists()
    with set_up():
        Membership.objects.filter(person=who).update(ends=TODAY - DAY)
    with transaction_in(alpha):
        assert not recognition_policy.rows(leads).exists(), "nor the evidence of who has left"


def test_r26_recognised_it_becomes_a_certificate_and_is_decided_once(nord):
    who = make.person("Kim Beispiel")
    make.membership(who, nord, Role.CASE_WORKER)
    day = TODAY - 30 * DAY
    row = training.record_recognition(who, curriculum=training.record_curriculum(valid_months=36), completed_on=day)
    organiser = make.actor(nord, Role.TRAINING)
    with transaction_in(nord):
        made = recognise(actor=organiser, recognition=row).certificate
        assert (made.completed_on, made.valid_until, made.title, made.person_id) == (
            day, day.replace(year=day.year + 3), row.title, who.pk,
        )  # fmt: skip
        for again in (recognise, refuse_recognition):
            with pytest.raises(RuleViolation, match="schon entschieden"):
                again(actor=organiser, recognition=row, reason="Doch nicht")
        assert Certificate.objects.count() == 1


def test_a_refusal_says_why_and_what_has_run_out_is_not_recognised(nord):
    row = training.record_recognition(
        make.person(), curriculum=training.record_curriculum(valid_months=12), completed_on=TODAY - 500 * DAY
    )
    organiser = make.actor(nord, Role.TRAINING)
    with transaction_in(nord):
        with pytest.raises(RuleViolation, match="nicht mehr gilt"):
            recognise(actor=organiser, recognition=row)
        with pytest.raises(RuleViolation, match="warum Sie ablehnen"):
            refuse_recognition(actor=organiser, recognition=row)
        assert refuse_recognition(actor=organiser, recognition=row, reason="Zu alt").state == "refused"


def test_only_the_training_organiser_of_the_office_that_was_asked_decides(nord, sued):
    who = make.person()
    make.membership(who, nord, Role.CASE_WORKER)
    row = training.record_recognition(who)
    for place, role in ((sued, Role.TRAINING), (nord, Role.OFFICE_ADMIN), (nord, Role.CASE_WORKER)):
        with make.acting(place, role) as someone, pytest.raises(Denied):
            recognise(actor=someone, recognition=row)
    with transaction_in(sued):
        assert not recognition_policy.rows(make.actor(sued, Role.TRAINING)).exists()


def test_a_provider_cannot_release_a_record_to_itself(worker, alpha):
    with transaction_in(alpha), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Release.objects.create(person=worker, organisation_id="alpha", begins=TODAY)
