"""Hours: the week, entries, several cases, timer, months, sums and files."""

from django.urls import path

from contracts.web import conversion, hours, hours_files, hours_months, hours_timer, hours_week

urlpatterns = [
    path("stunden/", hours_week.week, name="hours-week"),
    path("stunden/uebernehmen/", hours_week.copy, name="hours-copy"),
    path("stunden/eintraege/", hours.entries, name="hours"),
    path("stunden/neu/", hours.record, name="hours-new"),
    path("stunden/faelle/", hours.several, name="hours-several"),
    path("stunden/stoppuhr/", hours_timer.start, name="timer-start"),
    path("stunden/stoppuhr/<uuid:pk>/", hours_timer.stop, name="timer-stop"),
    path("stunden/stoppuhr/<uuid:pk>/verwerfen/", hours_timer.discard, name="timer-discard"),
    path("stunden/monate/", hours_months.months, name="hours-months"),
    path("stunden/monate/einreichen/", hours_months.submit, name="month-submit"),
    path("stunden/monate/freigeben/", hours_months.approve, name="months-approve"),
    path("stunden/monate/<uuid:pk>/", hours_months.month, name="hours-month"),
    path("stunden/monate/<uuid:pk>/zurueckgeben/", hours_months.give_back, name="month-return"),
    path("stunden/monate/<uuid:pk>/oeffnen/", hours_months.reopen, name="month-reopen"),
    path("stunden/summen/", hours_months.sums, name="hours-sums"),
    path("stunden/dateien/", hours_files.imports, name="hours-imports"),
    path("stunden/dateien/neu/", hours_files.upload, name="hours-import-new"),
    path("stunden/dateien/vorlage.csv", hours_files.template_csv, name="hours-template-csv"),
    path("stunden/dateien/vorlage.xlsx", hours_files.template_xlsx, name="hours-template-xlsx"),
    path("stunden/dateien/<uuid:pk>/", hours_files.import_page, name="hours-import"),
    path("stunden/dateien/<uuid:pk>/buchen/", hours_files.book, name="hours-import-book"),
    path("stunden/dateien/<uuid:pk>/pruefen/", hours_files.recheck, name="hours-import-recheck"),
    path("stunden/dateien/<uuid:pk>/verwerfen/", hours_files.discard, name="hours-import-discard"),
    path("stunden/<uuid:pk>/", hours.change, name="hours-change"),
    path("stunden/<uuid:pk>/entfernen/", hours.remove, name="hours-remove"),
    path("budgets/<uuid:pk>/umwandeln/", conversion.convert, name="line-convert"),
]
