"""Addresses of working groups in an office, under /gruppen/."""

from django.urls import path

from tenants.groups.web import contents, groups

urlpatterns = [
    path("", groups.groups, name="groups"),
    path("neu/", groups.new_group, name="group-new"),
    path("<uuid:pk>/", groups.group, name="group"),
    path("<uuid:pk>/aendern/", groups.change_group, name="group-change"),
    path("<uuid:pk>/beenden/", groups.close_group, name="group-close"),
    path("<uuid:pk>/einladen/", groups.invite, name="group-invite"),
    path("<uuid:pk>/mitglieder/", contents.new_member, name="group-member-new"),
    path("<uuid:pk>/dateien/", contents.new_file, name="group-file-new"),
    path("<uuid:pk>/termine/", contents.new_date, name="group-date-new"),
    path("<uuid:pk>/kalender/", contents.calendar, name="group-calendar"),
    path("aemter/<uuid:pk>/annehmen/", groups.accept, name="group-accept"),
    path("aemter/<uuid:pk>/verlassen/", groups.leave, name="group-leave"),
    path("aemter/<uuid:pk>/herausnehmen/", groups.remove_office, name="group-office-remove"),
    path("mitglieder/<uuid:pk>/beenden/", contents.end_member, name="group-member-end"),
    path("dateien/<uuid:pk>/", contents.download, name="group-file"),
    path("dateien/<uuid:pk>/entfernen/", contents.remove_file, name="group-file-remove"),
    path("termine/<uuid:pk>/absagen/", contents.cancel_date, name="group-date-cancel"),
]
