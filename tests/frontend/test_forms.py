"""Every form field says in HTML what it is, what it wants and what is wrong."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from kernel.web.fields import GermanDateField
from tests.frontend.page import Page


class ExampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Wie im Vertrag.")
    note = forms.CharField(label="Bemerkung", required=False, widget=forms.Textarea)
    start = GermanDateField(label="Beginn")
    place = forms.ChoiceField(label="Bezirk", choices=[("", "Bitte wählen"), ("a", "Hüsten")])
    kind = forms.ChoiceField(label="Art", choices=[("a", "ambulant"), ("s", "stationär")], widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label="Gruppen", choices=[("f", "Familien")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Der Beschluss liegt vor.")
    secret = forms.CharField(widget=forms.HiddenInput, initial="7")


def page_of(form: forms.Form, **context: Any) -> Page:
    request = RequestFactory().get("/")
    return Page(render_to_string("components/form.html", {"form": form, **context}, request=request))


@pytest.fixture
def refused() -> Page:
    form = ExampleForm({"start": "31.2.2026", "name": "", "secret": "7"})
    form.add_error(None, "In Hüsten führt schon Kompass e.V.")
    return page_of(form, draft="example")


def test_each_input_has_a_label_or_a_legend() -> None:
    page = page_of(ExampleForm())
    labelled = {label["for"] for label in page.all("label")}
    inputs = [e for e in page.elements if e.tag in {"input", "select", "textarea"} and e.get("type") != "hidden"]
    assert {e["id"] for e in inputs} <= labelled
    assert [legend.text.strip() for legend in page.all("legend")] == ["Art", "Gruppen"]


def test_optional_fields_say_so_and_required_ones_tell_assistive_technology() -> None:
    page = page_of(ExampleForm())
    assert page.by_id("id_name")["aria-required"] == "true"
    assert "aria-required" not in page.by_id("id_note")
    assert [label.text for label in page.all("label") if "freiwillig" in label.text] == ["Bemerkung (freiwillig)"]


def test_hint_and_error_are_tied_to_the_field(refused: Page) -> None:
    name = refused.by_id("id_name")
    assert name["aria-invalid"] == "true"
    for id_ in name["aria-describedby"].split():
        assert refused.by_id(id_).text.strip()
    assert "id_name_error" in name["aria-describedby"]
    assert "gibt es nicht" in refused.by_id("id_start_error").text


def test_the_summary_links_to_every_wrong_field(refused: Page) -> None:
    (summary,) = refused.all("div", role="alert")
    assert "In Hüsten führt schon Kompass e.V." in summary.text
    links = [e for e in refused.all("a") if e.get("href", "").startswith("#")]
    assert len(links) == 6
    for link in links:
        assert refused.by_id(link["href"][1:]).tag in {"input", "select"}


def test_an_empty_field_says_what_to_do(refused: Page) -> None:
    assert refused.by_id("id_name_error").text.strip() == "Bitte füllen Sie dieses Feld aus."
    assert refused.by_id("id_place_error").text.strip() == "Bitte wählen Sie etwas aus."
    assert refused.by_id("id_agreed_error").text.strip() == "Bitte setzen Sie hier ein Häkchen."


def test_what_was_typed_stays(refused: Page) -> None:
    assert refused.by_id("id_start")["value"] == "31.2.2026"
    assert refused.by_id("id_secret")["value"] == "7"


def test_a_draft_is_not_restored_over_an_answer_of_the_server(refused: Page) -> None:
    assert "data-bound" in refused.all("form")[0]
    assert "data-bound" not in page_of(ExampleForm(), draft="example").all("form")[0]


def test_what_was_typed_is_escaped() -> None:
    form = ExampleForm({"name": '"><script>alert(1)</script>', "start": "<b>"})
    assert not page_of(form).all("script")


def test_a_form_with_a_file_is_sent_as_multipart() -> None:
    class FileForm(forms.Form):
        paper = forms.FileField(label="Vorlage")

    assert page_of(FileForm()).all("form")[0]["enctype"] == "multipart/form-data"


def test_rows_of_a_formset_stand_in_fieldsets() -> None:
    rows = forms.formset_factory(ExampleForm, extra=2)(prefix="rate")
    page = page_of(forms.Form(), formset=rows, row_label="Rate")
    assert [legend.text for legend in page.all("legend") if "Rate" in legend.text] == ["Rate 1", "Rate 2"]
    assert page.by_id("id_rate-TOTAL_FORMS")["type"] == "hidden"
