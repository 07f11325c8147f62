"""Addresses of curricula, courses and registrations."""

from django.urls import path

from tenants.training.web import courses, curricula, offered, own_courses, registrations

office = [
    path("", courses.courses, name="courses"),
    path("lehrgaenge/", curricula.curricula, name="curricula"),
    path("lehrgaenge/neu/", curricula.new_curriculum, name="curriculum-new"),
    path("lehrgaenge/<uuid:pk>/", curricula.curriculum, name="curriculum"),
    path("lehrgaenge/<uuid:pk>/aendern/", curricula.change_curriculum, name="curriculum-change"),
    path("lehrgaenge/<uuid:pk>/einstellen/", curricula.retire, name="curriculum-retire"),
    path("kurse/neu/", courses.new_course, name="course-new"),
    path("kurse/<uuid:pk>/", courses.course, name="course"),
    path("kurse/<uuid:pk>/aendern/", courses.change_course, name="course-change"),
    path("kurse/<uuid:pk>/tage/", courses.set_sessions, name="course-sessions"),
    path("kurse/<uuid:pk>/anteile/", courses.set_shares, name="course-shares"),
    path("kurse/<uuid:pk>/oeffnen/", courses.open_course, name="course-open"),
    path("kurse/<uuid:pk>/absagen/", courses.cancel_course, name="course-cancel"),
    path("kurse/<uuid:pk>/abschliessen/", courses.finish_course, name="course-finish"),
    path("kurse/<uuid:pk>/kurs.ics", courses.dates, name="course-dates"),
    path("kurse/<uuid:pk>/anmelden/", registrations.register_me, name="register"),
    path("kurse/<uuid:pk>/jemanden-anmelden/", registrations.register_other, name="register-other"),
    path("kurse/<uuid:pk>/teilnehmende/", registrations.participants, name="participants"),
    path("kurse/<uuid:pk>/kosten/", registrations.costs, name="course-costs"),
    path("kurse/<uuid:pk>/rueckmeldungen/", registrations.feedback, name="course-feedback"),
    path("tage/<uuid:pk>/liste/", registrations.attendance_list, name="attendance-list"),
    path("tage/<uuid:pk>/code/", registrations.attendance_screen, name="attendance-code"),
    path("anmeldungen/", registrations.registrations, name="registrations"),
    path("anmeldungen/<uuid:pk>/", registrations.registration, name="registration"),
    path("anmeldungen/<uuid:pk>/abmelden/", registrations.cancel, name="registration-cancel"),
    path("anmeldungen/<uuid:pk>/bescheinigen/", registrations.certify, name="registration-certify"),
    path("anmeldungen/<uuid:pk>/bescheinigung.pdf", registrations.certificate, name="registration-certificate"),
]
workspace = [
    path("fortbildungen/", offered.courses, name="offered-courses"),
    path("fortbildungen/anmeldungen/", offered.registrations, name="staff-registrations"),
    path("fortbildungen/anmeldungen/<uuid:pk>/abmelden/", offered.cancel, name="staff-registration-cancel"),
    path(
        "fortbildungen/anmeldungen/<uuid:pk>/bescheinigung.pdf",
        offered.certificate,
        name="staff-registration-certificate",
    ),
    path("fortbildungen/<uuid:pk>/", offered.course, name="offered-course"),
    path("fortbildungen/<uuid:pk>/anmelden/", offered.register, name="offered-course-register"),
    path("fortbildungen/<uuid:pk>/kurs.ics", offered.dates, name="offered-course-dates"),
]
own = [
    path("kurse/", own_courses.courses, name="own-courses"),
    path("kurse/<uuid:pk>/rueckmeldung/", own_courses.feedback, name="own-feedback"),
    path("kurse/<uuid:pk>/bescheinigung.pdf", own_courses.certificate, name="own-certificate"),
    path("anwesend/", own_courses.attend, name="attend"),
    path("nachweis/", own_courses.check, name="certificate-check"),
    path("nachweis/<str:code>/", own_courses.check, name="certificate-checked"),
]
