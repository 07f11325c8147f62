"""Pages of helps, plans and what follows a consultation: who opens them, what they say, how many queries a list takes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import CaseDocument, Help, HelpPlan, Item, Minutes
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from kernel.web import words
from tenants.people.models import Person
from tests.factories import cases, conferences, contracts, people
from tests.factories import helps as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def at(name: str, *args: Any) -> str:
    return reverse(name, urlconf="project.urls_office", args=args)


class World:
    """A case with a help, a plan, a decided item with a task; a browser of its worker and of the provider's."""

    def __init__(self, nord: Place) -> None:
        self.place = nord
        self.worker = people.actor(nord, Role.CASE_WORKER)
        self.helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
        with transaction_in(nord):
            self.case = cases.case(worker=self.worker.person, number="F-1")
            self.child = cases.person(self.case, given_name="Mira", family_name="Sonnfels", custodial=True)
            for who, organisation in [(self.worker, None), (self.helper, "alpha")]:
                conferences.team_member(self.case.district, who.person, organisation)
            self.help = make.help(self.case)
            self.help.persons.add(self.child)
            self.plan = make.agreed(self.case)
            self.plan.helps.add(self.help)
            self.item = make.consulted(self.case, state="decided", review_on=TODAY - timedelta(days=3))
            make.decision(self.item, self.help, reasons="Die Großmutter hilft mit")
            self.task = make.task(self.item, help=self.help)

    def browser(self, actor: Any = None, role: Role | None = None, organisation: str | None = None) -> Client:
        if role:
            return people.client(self.place, role, organisation)
        return people.client(self.place, who=Person(pk=(actor or self.worker).person))

    def more(self) -> None:
        with transaction_in(self.place):
            again = cases.case(contracts.district(f"Raum {uuid7().hex[-6:]}"), worker=self.worker.person)
            make.agreed(again).helps.add(make.help(again))
            make.task(make.consulted(again, state="decided", review_on=TODAY))
            make.decision(make.consulted(again, state="decided"), make.help(again))


@pytest.fixture
def world(nord: Place) -> Iterator[World]:
    yield World(nord)


def sent(browser: Client, address: str, **values: Any) -> Any:
    """Fill in a form as it is shown and send it."""
    page = browser.get(address)
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    for field in form:
        value = shown[field.name]
        if hasattr(value, "strftime"):
            shown[field.name] = words.day(value)
    return browser.post(address, {k: v for k, v in (shown | values).items() if v is not None})


class TestOpening:
    def test_the_worker_opens_everything(self, world: World) -> None:
        browser = world.browser()
        pages = [
            ("helps",), ("plans",), ("tasks",), ("help", world.help), ("help-change", world.help),
            ("help-extend", world.help), ("help-end", world.help), ("help-letter", world.help), ("plan", world.plan),
            ("help-grant", world.case), ("case-helps", world.case), ("plan-review", world.plan), ("task", world.task),
            ("plan-letter", world.plan), ("outcome", world.item), ("task-new", world.item), ("minutes", world.item),
            ("item-feedback", world.item), ("minutes-pdf", world.item),
        ]  # fmt: skip
        for name, *of in pages:
            answer = browser.get(at(name, *(row.pk for row in of)))
            assert answer.status_code == 200, (name, answer.status_code)

    def test_others_see_what_the_table_of_who_sees_what_says(self, world: World) -> None:
        stranger, lead = world.browser(role=Role.CASE_WORKER), world.browser(role=Role.ASD_LEAD)
        finance, beta = world.browser(role=Role.FINANCE), world.browser(None, Role.PROVIDER_WORKER, "beta")
        helper, help = world.browser(world.helper), at("help", world.help.pk)
        assert [b.get(help).status_code for b in (stranger, lead, finance, helper)] == [404, 200, 403, 403]
        mine = at("commission", world.help.pk)
        assert [b.get(mine).status_code for b in (helper, beta, stranger)] == [200, 404, 403]
        assert [b.get(at("task", world.task.pk)).status_code for b in (helper, beta, lead)] == [200, 404, 200]
        assert finance.get(at("help-amounts")).status_code == 200

    def test_the_provider_reads_goals_and_letters_but_no_name(self, world: World) -> None:
        page = world.browser(world.helper).get(at("commission", world.help.pk)).content.decode()
        assert "Essen um sechs" in page and world.child.letter in page
        assert "Mira" not in page and "Sonnfels" not in page and "F-1" not in page

    def test_r17_a_consent_that_names_the_reader_shows_the_name(self, world: World) -> None:
        with transaction_in(world.place):
            world.child.capable = True
            world.child.save()
            conferences.consent(world.child, (world.helper.person, "alpha"), givers=(world.child,))
        page = world.browser(world.helper).get(at("commission", world.help.pk)).content.decode()
        assert "Mira" in page

    def test_finance_sees_number_and_hours_and_nothing_about_people(self, world: World) -> None:
        page = world.browser(role=Role.FINANCE).get(at("help-amounts")).content.decode()
        assert "F-1" in page and "Mira" not in page and "zu Hause" not in page

    def test_the_team_hears_of_the_outcome_without_the_offices_reasons(self, world: World) -> None:
        address = at("outcome", world.item.pk)
        assert "Großmutter" in world.browser().get(address).content.decode()
        page = world.browser(world.helper).get(address).content.decode()
        assert "Wie beraten" in page and "Großmutter" not in page and "F-1" not in page

    def test_no_export_holds_a_name(self, world: World) -> None:
        browser = world.browser()
        for name in ("helps", "plans", "tasks"):
            answer = browser.get(at(name), {"export": "csv"})
            text = b"".join(answer).decode("utf-8-sig")
            assert answer.status_code == 200 and "Mira" not in text and "zu Hause" not in text
        assert "F-1" in b"".join(browser.get(at("helps"), {"export": "csv"})).decode("utf-8-sig")

    def test_filters_of_the_list(self, world: World) -> None:
        browser = world.browser()
        for query, found in [
            ({"state": "running"}, 1), ({"state": "overdue"}, 0), ({"state": "ending"}, 0), ({"paragraph": "34"}, 0),
            ({"organisation": "alpha"}, 1), ({"q": "F-1"}, 1), ({"ground": "decision"}, 1),
        ]:  # fmt: skip
            assert len(browser.get(at("helps"), query).context["table"].rows) == found, query


class TestDoing:
    def test_grant_end_and_the_statistics(self, world: World) -> None:
        browser, address = world.browser(), at("help-grant", world.case.pk)
        refused = sent(browser, address, ground="")
        assert refused.status_code == 422
        given = {
            "organisation": "alpha",
            "minutes_a_week": "4:00",
            "advised_on": words.day(TODAY),
            "persons": [world.child.pk],
        }
        made = sent(browser, address, **given)
        assert made.status_code == 302, made.context["form"].errors
        page = browser.get(made["location"]).content.decode()
        assert "amtliche Statistik" in page and "4:00" in page and "Mira" in page
        end = made["location"] + "beenden/"
        assert sent(browser, end).status_code == 422
        assert sent(browser, end, end_reason="planned").status_code == 302
        assert "gemäß Hilfeplan" in browser.get(made["location"]).content.decode()

    def test_the_warning_beyond_the_line_stands_at_the_field(self, world: World) -> None:
        with transaction_in(world.place):
            line = contracts.line(state="released", minutes=60)
        given = {"line": line.pk, "minutes": "10:00", "advised_on": words.day(TODAY), "organisation": "alpha"}
        answer = sent(world.browser(), at("help-grant", world.case.pk), **given)
        assert answer.status_code == 422 and "reicht nicht" in str(answer.context["form"].errors["beyond_reason"])

    def test_the_lead_approves_on_the_page(self, world: World) -> None:
        with transaction_in(world.place):
            row = make.help(world.case, state="approval", assignment=None)
        lead = world.browser(role=Role.ASD_LEAD)
        assert sent(lead, at("help-approve", row.pk)).status_code == 302
        assert "Zugestimmt" in lead.get(at("help", row.pk)).content.decode()

    def test_a_plan_from_the_first_word_to_the_agreement(self, world: World) -> None:
        browser = world.browser()
        case = browser.get(at("case-helps", world.case.pk))
        begun = browser.post(at("plan-start", world.case.pk), case.context["button"])
        write = begun["location"]
        page = browser.get(write)
        rows = page.context["rows"]
        assert rows.initial[0]["text"] == "Wir haben ruhige Abende"
        data = {"submission": uuid7(), "version": page.context["form"]["version"].value(), "need": "Ruhe"}
        data |= {"ziele-TOTAL_FORMS": 1, "ziele-INITIAL_FORMS": 0}
        data |= {"ziele-0-key": uuid7(), "ziele-0-kind": "action", "ziele-0-text": "Vorlesen"}
        kept = browser.post(write.replace("schreiben", "sichern"), data)
        assert kept.json()["text"] == "Alles gespeichert."
        stale = browser.post(write.replace("schreiben", "sichern"), data)
        assert stale.status_code == 409 and "inzwischen geändert" in stale.json()["text"]
        data["version"] = kept.json()["version"]
        assert (
            browser.post(write.replace("schreiben", "sichern"), data | {"advised_on": "gestern früh"}).status_code
            == 422
        )
        saved = browser.post(write, data | {"services": "Familienhilfe"})
        assert saved.status_code == 302
        shown = browser.get(saved["location"]).content.decode()
        assert "Vorlesen" in shown and "Vor der Vereinbarung fehlt noch" in shown
        refused = sent(browser, saved["location"] + "vereinbaren/")
        assert refused.status_code == 422 and "Es fehlt noch" in refused.content.decode()

    def test_the_review_marks_goals(self, world: World) -> None:
        goal = world.plan.goals
        with transaction_in(world.place):
            key = goal.get(kind="action").pk
        answer = sent(world.browser(), at("plan-review", world.plan.pk), result="Gut", **{f"goal-{key}": "reached"})
        assert answer.status_code == 302
        with transaction_in(world.place):
            assert HelpPlan.objects.get(pk=world.plan.pk).goals.get(pk=key).reached == "reached"

    def test_the_office_decides_on_the_page(self, world: World) -> None:
        with transaction_in(world.place):
            item = make.consulted(world.case)
            block = make.block(item)
        browser, address = world.browser(), at("item-decide", item.pk)
        page = browser.get(address)
        prefix = "bausteine-0-"
        data = {
            "submission": uuid7(), "version": page.context["form"]["version"].value(), "outcome": "as_advised",
            "decided_on": words.day(TODAY), "review_on": words.day(TODAY + timedelta(days=90)),
            "bausteine-TOTAL_FORMS": 1, "bausteine-INITIAL_FORMS": 1, prefix + "block": block.pk,
            prefix + "paragraph": "31", prefix + "setting": "ambulant", prefix + "organisation": "alpha",
            prefix + "minutes_a_week": "4:00", prefix + "weeks": 10,
        }  # fmt: skip
        refused = browser.post(address, data)
        assert refused.status_code == 422 and "Wunsch- und Wahlrecht" in refused.content.decode()
        answer = browser.post(address, data | {"submission": uuid7(), "advised_on": words.day(TODAY)})
        assert answer.status_code == 302, answer.context["form"].errors
        page = browser.get(answer["location"]).content.decode()
        assert "Wie beraten" in page and "§ 31" in page and "Abende begleiten" in page
        assert world.browser(world.helper).get(address).status_code == 403

    def test_minutes_from_preview_to_pdf(self, world: World) -> None:
        browser, second, address = world.browser(), None, at("minutes", world.item.pk)
        page = browser.get(address)
        assert "Vorschau" in page.content.decode() and "Mira" not in page.content.decode()
        assert browser.post(address + "vorbereiten/", page.context["button"]).status_code == 302
        page = browser.get(address)
        assert not page.context["can_approve"]
        assert browser.post(address + "genehmigen/", page.context["button"]).status_code == 422
        second = world.browser(role=Role.ASD_LEAD)
        page = second.get(address)
        assert second.post(address + "genehmigen/", page.context["button"]).status_code == 302
        assert "genehmigt" in browser.get(address).content.decode()
        paper = browser.get(address + "pdf/")
        assert paper.content.startswith(b"%PDF") and world.item.code in paper["Content-Disposition"]
        with transaction_in(world.place):
            assert Minutes.objects.count() == 1

    def test_a_task_done_and_the_feedback_of_the_provider(self, world: World) -> None:
        browser, address = world.browser(world.helper), at("task", world.task.pk)
        page = browser.get(address)
        assert browser.post(address + "erledigt/", page.context["button"]).status_code == 302
        feedback = at("item-feedback", world.item.pk)
        assert sent(browser, feedback, outcome="worked", text="K1 geht wieder hin").status_code == 302
        worker = world.browser()
        page = worker.get(at("outcome", world.item.pk))
        assert "K1 geht wieder hin" in page.content.decode() and page.context["can_close"]
        assert worker.post(at("item-close", world.item.pk), page.context["button"]).status_code == 302
        with transaction_in(world.place):
            assert Item.objects.get(pk=world.item.pk).state == "closed"

    def test_another_task(self, world: World) -> None:
        given = {"organisation": "alpha", "text": "Mit der Schule reden", "due_on": words.day(TODAY)}
        assert sent(world.browser(), at("task-new", world.item.pk), **given).status_code == 302


class TestLettersOnPages:
    @pytest.mark.parametrize("form", ["pdf", "docx"])
    def test_a_letter_is_kept_with_the_case(self, world: World, form: str) -> None:
        for name, row in [("help-letter", world.help), ("plan-letter", world.plan)]:
            assert sent(world.browser(), at(name, row.pk), form=form).status_code == 302
        with transaction_in(world.place):
            kept = list(CaseDocument.objects.order_by("kind"))
            assert [d.kind for d in kept] == ["decision", "plan"]
            start = b"%PDF" if form == "pdf" else b"PK"
            assert all(bytes(d.content).startswith(start) and "Sonnfels" not in d.filename for d in kept)

    def test_the_offices_texts_and_template(self, world: World) -> None:
        browser = world.browser(role=Role.OFFICE_ADMIN)
        assert "Rechtsbehelfsbelehrung fehlt" in browser.get(at("letters")).content.decode()
        assert sent(browser, at("letters-change"), appeal="Klage binnen eines Monats").status_code == 302
        assert "Klage binnen eines Monats" in browser.get(at("letters")).content.decode()
        assert sent(browser, at("letters-change"), appeal="Anders", version=0).status_code == 409
        assert browser.get(at("letters-example")).content.startswith(b"PK")
        assert world.browser().get(at("letters")).status_code == 403


class TestHeute:
    def test_what_is_due_stands_there(self, world: World) -> None:
        with transaction_in(world.place):
            Help.objects.filter(pk=world.help.pk).update(planned_end=TODAY - timedelta(days=1))
            make.consulted(world.case)
            make.help(world.case, paragraph="41", planned_end=TODAY + timedelta(days=300))
        page = world.browser().get("/").content.decode()
        for sentence in ("überprüfen", "sollte beendet sein", "entscheiden", "Rückmeldung zu", "§ 41 Abs. 3"):
            assert sentence in page, sentence
        assert f"Aufgabe nach der Beratung {world.item.code}" in world.browser(world.helper).get("/").content.decode()

    def test_the_lead_sees_what_waits_for_approval_but_not_what_it_decided(self, world: World) -> None:
        lead = people.actor(world.place, Role.ASD_LEAD)
        with transaction_in(world.place):
            row = make.help(world.case, state="approval", assignment=None)
        assert "Zustimmung zu einer Hilfe" in world.browser(lead).get("/").content.decode()
        with transaction_in(world.place):
            Help.objects.filter(pk=row.pk).update(decided_by=lead.person)
        assert "Zustimmung zu einer Hilfe" not in world.browser(lead).get("/").content.decode()


def test_lists_cost_as_many_queries_with_three_rows_as_with_one(world: World) -> None:
    worker, helper, finance = world.browser(), world.browser(world.helper), world.browser(role=Role.FINANCE)
    pages = [(worker, at(n)) for n in ("helps", "plans", "tasks")]
    pages += [(helper, at(n)) for n in ("commissions", "tasks")] + [(finance, at("help-amounts"))]
    pages += [(worker, "/"), (helper, "/"), (worker, at("case-helps", world.case.pk))]

    def counts() -> list[int]:
        found = []
        for browser, address in pages:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    first = counts()
    world.more()
    world.more()
    with transaction_in(world.place):
        make.help(world.case)
        make.plan(world.case)
    assert dict(zip([a for _, a in pages], counts(), strict=True)) == dict(
        zip([a for _, a in pages], first, strict=True)
    )
