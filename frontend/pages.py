"""Start, Heute and search: pages that gather what the apps have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.web.stamps import account_page, member_page


@account_page("GET", reason="leads each person on to their places")
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "start.html")


@member_page("GET", reason="each row on it comes through a policy")
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "today.html")


@member_page("GET", reason="each hit comes through a policy")
def search(request: HttpRequest) -> HttpResponse:
    return redirect("today")
