"""ETag, If-None-Match and If-Match: nothing is sent twice, nothing of another is overwritten."""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from rest_framework.request import Request


def etag(content: bytes, version: int | None) -> str:
    """A strong tag of exactly these bytes; of a versioned record the version stands before the dot."""
    digest = blake2b(content, digest_size=9).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}.{digest}"'


def matches(request: Request, version: int) -> bool:
    """Whether If-Match names the record's version: a tag we sent, its version alone, or `*` for any.

    A proxy that compresses makes our tags weak (W/); they still name the version.
    """
    tags = parse_etags(request.headers["If-Match"])
    return "*" in tags or any(t.removeprefix("W/").strip('"').partition(".")[0] == str(version) for t in tags)


def tagged(request: HttpRequest | Request, response: HttpResponse, version: int | None) -> HttpResponse:
    """The rendered answer with its tag, or 304 if the client has it already."""
    tag = response["ETag"] = etag(response.content, version)
    asked = {t.removeprefix("W/") for t in parse_etags(request.headers.get("If-None-Match", ""))}
    if request.method not in ("GET", "HEAD") or not asked & {tag, "*"}:
        return response
    kept = {name: response[name] for name in ("ETag", "Vary", "Cache-Control") if name in response}
    return HttpResponseNotModified(headers=kept)
