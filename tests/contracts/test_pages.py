"""The pages of contracts, budgets, roles and hours as a browser gets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Contract, HoursEntry, Instalment
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories.people import client, membership, person

pytestmark = pytest.mark.django_db
URLS = "project.urls_office"


def url(name, *args):
    return reverse(name, urlconf=URLS, args=args)


def sent(**fields):
    return {"submission": str(uuid7())} | fields


def test_a_planner_drafts_a_contract(nord):
    browser = client(nord, Role.PLANNER)
    fields = sent(
        number="V-7",
        subject="Grundlagenvertrag",
        regime="77",
        field_of_help="education",
        schedule="quarter_middle",
        begins="1.10.2025",
    )
    answer = browser.post(url("contract-new"), fields)
    assert answer.status_code == 302
    page = browser.get(answer["location"]).content.decode()
    assert "Grundlagenvertrag" in page and "Entwurf angelegt." in page
    again = browser.post(url("contract-new"), fields)
    assert again.status_code == 409
    assert "kein zweites Mal" in again.content.decode()


def test_what_was_typed_stays_and_the_error_is_at_the_field(nord):
    browser = client(nord, Role.PLANNER)
    answer = browser.post(
        url("contract-new"),
        sent(
            number="V-8",
            subject="Unser Vertrag",
            regime="77",
            field_of_help="education",
            schedule="yearly",
            begins="1.10.2025",
            ends="30.9.2025",
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Unser Vertrag"' in page and 'value="1.10.2025"' in page
    assert 'id="id_ends_error"' in page and "Das Ende liegt vor dem Beginn." in page
    with transaction_in(nord):
        assert not Contract.objects.exists()


def test_an_old_version_gets_409_and_the_sentence(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        row = make.contract(state="draft")
        seen = row.version
        row.save()
    answer = browser.post(
        url("contract-change", row.pk),
        sent(version=seen, number="V-9", subject="Neu", regime="77", field_of_help="education", schedule="yearly"),
    )
    assert answer.status_code == 409
    assert "inzwischen geändert" in answer.content.decode()


def test_instalments_that_miss_the_amount_get_a_sentence(nord):
    browser = client(nord, Role.FINANCE)
    with transaction_in(nord):
        line = make.line(amount=100)
    answer = browser.post(
        url("line-instalments", line.pk),
        sent(
            **{
                "rate-TOTAL_FORMS": "2",
                "rate-INITIAL_FORMS": "0",
                "rate-0-due_on": "2.2.2026",
                "rate-0-amount": "60,00 €",
                "rate-1-due_on": "3.8.2026",
                "rate-1-amount": "39,99",
            }
        ),
    )
    assert answer.status_code == 422
    assert "0,01 € fehlen" in answer.content.decode()
    with transaction_in(nord):
        assert not Instalment.objects.exists()


def test_a_worker_books_hours(nord):
    with transaction_in(nord):
        where = make.role().district
        case = make.reference(where=where)
    browser = client(nord, Role.PROVIDER_WORKER, "alpha")
    answer = browser.post(
        url("hours-new"),
        sent(
            worked_on="heute",
            minutes="1:30",
            district=str(where.pk),
            work_kind="case",
            contact="direct",
            more=case.number,
        ),
    )
    assert answer.status_code == 302, re.findall(r"hn-errors.*?</div>", answer.content.decode(), re.S)
    with transaction_in(nord):
        assert HoursEntry.objects.get().minutes == 90


def test_a_guessed_foreign_key_is_refused_at_the_field(nord, sued):
    with transaction_in(sued):
        foreign = make.role().district
    with transaction_in(nord):
        make.role()
    browser = client(nord, Role.PROVIDER_WORKER, "alpha")
    answer = browser.post(
        url("hours-new"),
        sent(worked_on="heute", minutes="1:30", district=str(foreign.pk), work_kind="no_case", contact="direct"),
    )
    assert answer.status_code == 422
    assert "Das steht hier nicht zur Wahl." in answer.content.decode()


def test_a_record_of_another_office_does_not_exist_here(nord, sued):
    with transaction_in(sued):
        foreign = make.contract()
    assert client(nord, Role.PLANNER).get(url("contract", foreign.pk)).status_code == 404


def test_r19_an_expired_instruction_closes_the_office(nord):
    who = person()
    membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=clock.today() - timedelta(days=1))
    answer = client(nord, who=who).get("/")
    assert answer.status_code == 403
    assert "Unterweisung" in answer.content.decode()


def test_lists_sort_filter_page_and_export(nord):
    browser = client(nord, Role.PLANNER)
    with transaction_in(nord):
        for number in range(30):
            make.contract(number=f"V-{number:02}", subject="=1+1" if number == 3 else f"Vertrag {number:02}")
    page = browser.get(url("contracts"), {"sort": "-number", "page": "2"}).content.decode()
    assert "V-04" in page and "V-05" not in page
    assert "V-07" in browser.get(url("contracts"), {"q": "V-07"}).content.decode()
    export = browser.get(url("contracts"), {"export": "csv", "q": "V-0"})
    text = export.content.decode("utf-8-sig")
    assert text.count("\n") == 11 and "'=1+1" in text
    assert browser.get(url("contracts"), {"export": "xlsx"}).content[:2] == b"PK"
    assert browser.get(url("contracts"), {"export": "exe"}).status_code == 404
    for hostile in ("%00", "'; drop table", "9" * 400, "../../etc"):
        for key in ("q", "page", "sort", "on", "state"):
            assert browser.get(url("contracts"), {key: hostile}).status_code == 200


@pytest.mark.parametrize(
    ("name", "role", "organisation", "thing"),
    [
        ("districts", Role.PLANNER, None, lambda n: make.role(make.district(f"Raum {n}"))),
        ("providers", Role.PLANNER, None, lambda n: make.engagement("beta" if n else "alpha")),
        ("roles", Role.PROVIDER_WORKER, "alpha", lambda n: make.role(make.district(f"Raum {n}"))),
        ("contracts", Role.PLANNER, None, lambda n: make.contract()),
        ("contracts", Role.PROVIDER_MANAGER, "alpha", lambda n: make.contract()),
        ("lines", Role.FINANCE, None, lambda n: make.line()),
        ("instalments", Role.FINANCE, None, lambda n: make.instalment()),
        ("hours", Role.PROVIDER_MANAGER, "alpha", lambda n: make.hours(make.role(make.district(f"Raum {n}")))),
        ("today", Role.PLANNER, None, lambda n: make.contract(state="negotiation")),
        ("today", Role.FINANCE, None, lambda n: (make.instalment(), make.line())),
        ("today", Role.PROVIDER_MANAGER, "alpha", lambda n: make.instalment()),
    ],
)
def test_lists_cost_the_same_queries_at_one_and_three_rows(nord, name, role, organisation, thing):
    browser = client(nord, role, organisation)
    counts = []
    for wanted in (1, 3):
        with transaction_in(nord):
            for n in range(wanted):
                thing(n + wanted)
        browser.get(url(name))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"] for q in queries]
