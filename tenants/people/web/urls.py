"""Addresses under /konto/."""

from django.urls import path

from tenants.people.web import views

urlpatterns = [
    path("", views.account, name="account"),
    path("mails/", views.mail_again, name="mail-again"),
    path("zweiter-faktor/", views.second_factor, name="second_factor"),
    path("einladung/<str:token>/", views.invitation, name="invitation"),
]
