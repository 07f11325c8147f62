"""Pages of curricula and their modules (R26)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kernel.web import words
from kernel.web.forms import carry_out, form_page, initial_of, posted
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.training.models import Curriculum
from tenants.training.policy.courses import CurriculumPerm, curriculum_policy
from tenants.training.usecases import curricula as usecases
from tenants.training.web.course_forms import CurriculumForm, ModuleRows, RetireForm
from tenants.training.web.course_tables import CurriculumTable
from tenants.training.web.tabs import training_tabs


def address(row: Curriculum) -> str:
    return reverse("curriculum", args=[row.pk])


@page(CurriculumPerm.VIEW)
def curricula(request: HttpRequest) -> HttpResponse:
    can_write = curriculum_policy.allows(request.actor, CurriculumPerm.WRITE)
    return list_page(
        request,
        "training/curricula.html",
        tabs=training_tabs(request.actor),
        rows=curriculum_policy.rows(request.actor).select_related("office"),
        table=CurriculumTable,
        filename="lehrgaenge",
        can_write=can_write,
        empty_title="Noch ist kein Lehrgang beschrieben.",
        empty_text="Ein Lehrgang hat Module und sagt, wie lange seine Bescheinigung gilt.",
        empty_action={"url": reverse("curriculum-new"), "label": "Lehrgang anlegen"} if can_write else None,
    )


@page(CurriculumPerm.VIEW)
def curriculum(request: HttpRequest, pk: UUID) -> HttpResponse:
    among = Curriculum.objects.select_related("office")
    row = curriculum_policy.fetch(request.actor, CurriculumPerm.VIEW, among=among, pk=pk)
    modules = list(row.modules.all())
    context = {
        "curriculum": row,
        "modules": modules,
        "can_write": curriculum_policy.holds(request.actor, CurriculumPerm.WRITE, row),
        "summary": [
            {"label": "Beschrieben von", "value": row.office.name},
            {"label": "Dauer", "value": words.hours(sum(m.minutes for m in modules))},
            {"label": "Gilt", "value": f"{row.valid_months} Monate" if row.valid_months else "ohne Ablauf"},
        ],
    }
    return render(request, "training/curriculum.html", context)


@page(CurriculumPerm.WRITE, "GET", "POST")
def new_curriculum(request: HttpRequest) -> HttpResponse:
    back = reverse("curricula")
    return _written(
        request,
        CurriculumForm(posted(request)),
        ModuleRows(posted(request)),
        usecases.add_curriculum,
        {},
        title="Lehrgang anlegen",
        submit="Anlegen",
        cancel_url=back,
        crumbs=["Lehrgänge", back],
    )


def _own(request: HttpRequest, pk: UUID) -> Curriculum:
    return curriculum_policy.fetch(request.actor, CurriculumPerm.WRITE, pk=pk)  # type: ignore[attr-defined]


@page(CurriculumPerm.WRITE, "GET", "POST")
def change_curriculum(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _own(request, pk)
    rows = ModuleRows(posted(request), initial=list(row.modules.values("title", "minutes")))
    return _written(
        request,
        CurriculumForm(posted(request), initial=initial_of(CurriculumForm, row)),
        rows,
        usecases.change_curriculum,
        {"curriculum": row},
        title="Lehrgang ändern",
        submit="Speichern",
        cancel_url=address(row),
        crumbs=[row.title, address(row)],
    )


def _written(
    request: HttpRequest, form: CurriculumForm, rows: Any, use_case: Any, given: dict[str, Any], **page: Any
) -> HttpResponse:
    if request.method == "POST":
        if form.is_valid() and rows.is_valid():
            if made := form.run(use_case, actor=request.actor, **given, modules=rows.given()):
                messages.success(request, "Gespeichert.")
                return redirect(address(made))
        elif not form.errors:
            form.add_error(None, "In den Modulen unten stimmt etwas noch nicht.")
    return form_page(
        request,
        form,
        formset=rows,
        formset_title="Module",
        row_label="Modul",
        state="Zeilen ohne Titel zählen nicht.",
        **page,
    )


@page(CurriculumPerm.WRITE, "GET", "POST")
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _own(request, pk)
    return carry_out(
        request,
        RetireForm(posted(request), initial={"version": row.version, "retired_on": request.actor.today}),
        usecases.retire_curriculum,
        given={"curriculum": row},
        done="Vermerkt. Bescheinigungen behalten ihre Gültigkeit.",
        to=address,
        title="Lehrgang nicht mehr anbieten",
        submit="Vermerken",
        cancel_url=address(row),
        crumbs=[row.title, address(row)],
    )
