"""Addresses of the worker's record, coverage and certificates of conduct."""

from django.urls import URLPattern, path

from tenants.training.web import certificates, conduct, coverage, recognition, record, requirements

office: list[URLPattern] = [
    path("nachweise/", record.record, name="record"),
    path("nachweise/<uuid:pk>/", certificates.entry, name="record-entry"),
    path("nachweise/<uuid:pk>/nachweis.pdf", certificates.paper, name="record-paper"),
    path("nachweise/<uuid:pk>/widerrufen/", certificates.revoke, name="record-revoke"),
    path("nachweise/zusicherungen/", conduct.assurances, name="assurances"),
    path("anerkennungen/", recognition.recognitions, name="recognitions"),
    path("anerkennungen/<uuid:pk>/", recognition.recognition, name="recognition"),
    path("anerkennungen/<uuid:pk>/beleg/", recognition.evidence, name="recognition-evidence"),
    path("anerkennungen/<uuid:pk>/anerkennen/", recognition.recognise, name="recognition-recognise"),
    path("anerkennungen/<uuid:pk>/ablehnen/", recognition.refuse, name="recognition-refuse"),
    path("pflichten/", requirements.requirements, name="requirements"),
    path("pflichten/neu/", requirements.new_requirement, name="requirement-new"),
    path("pflichten/<uuid:pk>/", requirements.requirement, name="requirement"),
    path("pflichten/<uuid:pk>/beenden/", requirements.end_requirement, name="requirement-end"),
]
workspace: list[URLPattern] = [
    path("nachweise/", record.record, name="staff-record"),
    path("nachweise/<uuid:pk>/", certificates.entry, name="staff-record-entry"),
    path("nachweise/<uuid:pk>/nachweis.pdf", certificates.paper, name="staff-record-paper"),
    path("anerkennungen/", recognition.recognitions, name="staff-recognitions"),
    path("anerkennungen/neu/", recognition.ask, name="staff-recognition-new"),
    path("anerkennungen/<uuid:pk>/", recognition.recognition, name="staff-recognition"),
    path("anerkennungen/<uuid:pk>/beleg/", recognition.evidence, name="staff-recognition-evidence"),
    path("abdeckung/", coverage.own_coverage, name="staff-coverage"),
    path("abdeckung/<uuid:pk>/", coverage.own_names, name="staff-coverage-names"),
    path("fuehrungszeugnisse/", conduct.checks, name="staff-conduct"),
    path("fuehrungszeugnisse/person/<uuid:pk>/", conduct.record_check, name="staff-conduct-record"),
    path("fuehrungszeugnisse/<uuid:pk>/loeschen/", conduct.remove_check, name="staff-conduct-remove"),
    path("fuehrungszeugnisse/zusicherungen/", conduct.own_assurances, name="staff-assurances"),
    path("fuehrungszeugnisse/zusicherungen/<slug:office>/", conduct.give_assurance, name="staff-assurance-give"),
]
own: list[URLPattern] = [
    path("nachweise/", record.record, name="own-record"),
    path("nachweise/<uuid:pk>/", certificates.entry, name="own-record-entry"),
    path("nachweise/<uuid:pk>/nachweis.pdf", certificates.paper, name="own-record-paper"),
    path("nachweise/nachweise.json", record.own_json, name="own-record-json"),
    path("nachweise/freigaben/", record.releases, name="own-releases"),
    path("nachweise/freigaben/<slug:key>/geben/", record.give_release, name="own-release-give"),
    path("nachweise/freigaben/<uuid:pk>/zuruecknehmen/", record.revoke_release, name="own-release-revoke"),
    path("anerkennungen/", recognition.recognitions, name="own-recognitions"),
    path("anerkennungen/neu/", recognition.ask, name="own-recognition-new"),
    path("anerkennungen/<uuid:pk>/", recognition.recognition, name="own-recognition"),
    path("anerkennungen/<uuid:pk>/beleg/", recognition.evidence, name="own-recognition-evidence"),
]
