"""Whether this process answers and reaches the database: for the reverse proxy and the supervisor."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from kernel.web.stamps import public_page


@public_page("GET", reason="asked by the reverse proxy; says nothing about any office")
def health(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
