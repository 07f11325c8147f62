"""Idempotency-Key: a request that is sent again is answered again, and does nothing a second time."""

import base64
import hmac
import json
import re
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection
from django.http import HttpResponse
from rest_framework.request import Request

from kernel.access.actor import Actor
from kernel.api.problems import ApiError
from kernel.sealed.fields import seal, unseal
from kernel.sealed.keyring import NoKey, ring_of
from kernel.submissions.models import Submission

HEADER = "Idempotency-Key"
PATTERN = "^[!-~]{1,200}$"
CONTEXT = "submissions_submission.answer"


class Replay(Exception):
    """The request was carried out before; `answer` is what it got."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request with a key, while it is carried out."""

    id: UUID
    person: UUID
    fingerprint: str

    def remember(self, answer: HttpResponse) -> None:
        """Keep the answer, in the transaction of what was done; sealed, for it may hold what is sealed elsewhere."""
        body = json.loads(answer.content or b"null")
        clear = json.dumps({"body": body, "headers": _kept(answer)}).encode()
        Submission.objects.create(
            id=self.id,
            person=self.person,
            fingerprint=self.fingerprint,
            status=answer.status_code,
            answer={"sealed": base64.b64encode(seal(connection.schema_name, CONTEXT, clear)).decode()},
        )


def begin(request: Request, actor: Actor) -> Attempt | None:
    """None without a key; `Replay` if it was carried out; 409 while the same key is being carried out."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not re.fullmatch(PATTERN[1:-1], key):
        raise ApiError(400, f"{HEADER} hat 1 bis 200 Zeichen (ASCII, ohne Leerzeichen).")
    # a key is the person's own: nobody meets, or learns of, another's
    attempt = Attempt(uuid5(NAMESPACE_URL, f"{actor.place}/{actor.person}/{key}"), actor.person, _fingerprint(request))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [attempt.id.int % 2**63])
        if not cursor.fetchone()[0]:
            raise ApiError(409, "Diese Anfrage wird gerade ausgeführt. Fragen Sie gleich noch einmal.")
    if known := Submission.objects.filter(pk=attempt.id).first():
        if known.fingerprint != attempt.fingerprint:
            raise ApiError(422, "Dieser Schlüssel gehört zu einer anderen Anfrage. Nehmen Sie einen neuen.")
        raise Replay(_again(known))
    return attempt


def _fingerprint(request: Request) -> str:
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    said = "\n".join(parts).encode() + b"\n\n" + request._request.body
    return hmac.digest(
        ring_of(connection.schema_name).index, said, "sha256"
    ).hex()  # with a key: nobody tries out names


def _kept(answer: HttpResponse) -> dict[str, str]:
    return {name: answer[name] for name in ("ETag", "Location", "Content-Type") if name in answer}


def _again(known: Submission) -> HttpResponse:
    sealed: dict[str, str] = known.answer or {}
    try:
        kept = json.loads(unseal(connection.schema_name, CONTEXT, base64.b64decode(sealed["sealed"])))
    except NoKey:  # the office's key was changed meanwhile
        raise ApiError(409, "Diese Anfrage ist schon ausgeführt. Lesen Sie den Eintrag neu.") from None
    body = kept["body"]
    content = b"" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(content, status=known.status, headers=kept["headers"] | {"Idempotency-Replayed": "true"})
