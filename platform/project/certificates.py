"""Whether the reverse proxy may fetch a certificate for a name: only for addresses that the service knows."""

from django.http import HttpRequest, HttpResponse

from kernel.web.stamps import public_page
from tenants.registry.places import place_for_host


@public_page(
    "GET", reason="asked by the reverse proxy before it fetches a certificate; says what opening the address says"
)
def known_host(request: HttpRequest) -> HttpResponse:
    known = place_for_host(request.GET.get("domain", "").lower()) is not None
    return HttpResponse(status=200 if known else 404)
