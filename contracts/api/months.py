"""Months of hours, timers and files of hours (R12): the provider's alone."""

from django.db.models import QuerySet

from contracts.api.filters.hours import ImportFilter, MonthFilter
from contracts.api.inputs.hours import ApprovalInput, HoursInput, MonthReturnInput, SubmitInput, TimerInput
from contracts.api.outputs.hours import ImportOutput, MonthOutput, TimerOutput
from contracts.models import HoursTimer
from contracts.policy.hours import ImportPerm, MonthPerm, TimerPerm, import_policy, month_policy, timer_policy
from contracts.queries import hours_months as queries
from contracts.usecases import hours_import, hours_months, hours_timer
from kernel.api.commands import command, creation, removal
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class MonthViewSet(Listed, Retrieved, PolicyViewSet):
    policy = month_policy
    permissions = {"list": MonthPerm.VIEW, "retrieve": MonthPerm.VIEW}
    serializer_class = MonthOutput
    filterset_class = MonthFilter
    tag = "Stundenmonate"
    about = "Monate der Fachkräfte: eingereicht, dann von jemand anderem beim Träger freigegeben, dann gesperrt. Das Amt sieht sie nicht."
    summaries = {"list": "Monate auflisten", "retrieve": "Einen Monat lesen"}

    submit_month = command(
        hours_months.submit_month, "Eigenen Monat einreichen", path="submit", takes=SubmitInput, on_list=True
    )
    approve_months = command(
        hours_months.approve_months,
        "Eingereichte Monate freigeben, nie die eigenen",
        path="approve",
        takes=ApprovalInput,
        on_list=True,
        status=204,
    )
    return_month = command(
        hours_months.return_month, "Eingereichten Monat zurückgeben", path="return", takes=MonthReturnInput
    )
    reopen_month = command(
        hours_months.reopen_month, "Freigegebenen Monat wieder öffnen", path="reopen", takes=MonthReturnInput
    )

    def among(self) -> QuerySet:
        return queries.months_for(self.actor)


class TimerViewSet(Listed, Retrieved, PolicyViewSet):
    policy = timer_policy
    permissions = {"list": TimerPerm.RUN, "retrieve": TimerPerm.RUN}
    serializer_class = TimerOutput
    tag, about = "Stoppuhr", "Die laufende Stoppuhr der Fachkraft; höchstens eine."
    summaries = {"list": "Eigene Stoppuhr", "retrieve": "Eigene Stoppuhr lesen"}

    create = creation(hours_timer.start_timer, TimerInput, "Stoppuhr starten")
    stop_timer = command(
        hours_timer.stop_timer, "Stoppuhr anhalten und Stunden eintragen", path="stop", takes=HoursInput, status=204
    )
    destroy = removal(hours_timer.discard_timer, "Stoppuhr verwerfen")

    def among(self) -> QuerySet:
        return HoursTimer.objects.select_related("organisation", "district")


class ImportViewSet(Listed, Retrieved, PolicyViewSet):
    policy = import_policy
    permissions = {"list": ImportPerm.VIEW, "retrieve": ImportPerm.VIEW}
    serializer_class = ImportOutput
    filterset_class = ImportFilter
    tag = "Stundendateien"
    about = "Eingelesene Dateien und was die Prüfung ergab. Eingelesen wird auf der Seite; hier gibt es stattdessen POST /hours/many."
    summaries = {"list": "Dateien auflisten", "retrieve": "Eine Datei mit ihren Fehlern lesen"}

    recheck_import = command(hours_import.recheck_import, "Datei neu prüfen", path="recheck")
    book_import = command(hours_import.book_import, "Alle Zeilen buchen", path="book")
    discard_import = command(hours_import.discard_import, "Datei verwerfen", path="discard")

    def among(self) -> QuerySet:
        return queries.imports_for(self.actor)


ROUTES = {"hours-months": MonthViewSet, "hours-timers": TimerViewSet, "hours-imports": ImportViewSet}
