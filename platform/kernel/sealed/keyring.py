"""The keys of the offices, a file each in a folder that no database backup contains (docs/adr/0008).

A ring holds the keys by number, the newest last, and one key for the blind index. Sealing takes the newest; what an
older one sealed stays readable until it was sealed anew. A ring that was destroyed makes all its office wrote unreadable.
"""

import json
import os
import secrets
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
LOOK_AGAIN = 5.0  # seconds until a process notices that a ring was rotated or destroyed


class NoKey(RuntimeError):
    """The office has no ring here, or the ring lacks the key: what it sealed cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Ring:
    """An office's keys."""

    ciphers: dict[int, AESGCM]
    newest: int
    index: bytes


_rings: dict[str, tuple[float, Ring]] = {}


def ring_of(schema: str) -> Ring:
    """The ring of the office with this schema. Raises NoKey."""
    found = _rings.get(schema)
    if found is None or time.monotonic() - found[0] > LOOK_AGAIN:
        found = _rings[schema] = (time.monotonic(), _read(schema))
    return found[1]


def create_ring(schema: str) -> None:
    """Make a ring for a new office; one that exists is left as it is."""
    if not _path(schema).exists():
        _write(schema, {"keys": {"1": _new()}, "index": _new()})


def rotate_ring(schema: str) -> int:
    """Add a key, with which everything is sealed from now on; returns its number. The old ones still open."""
    data = _load(schema)
    number = max(map(int, data["keys"])) + 1
    data["keys"][str(number)] = _new()
    _write(schema, data)
    return number


def rotate_index(schema: str) -> None:
    """A new key for the blind index; everything in it has to be computed anew."""
    _write(schema, _load(schema) | {"index": _new()})


def drop_old_keys(schema: str) -> None:
    """Forget all keys but the newest; only after everything was sealed anew."""
    data = _load(schema)
    newest = str(max(map(int, data["keys"])))
    _write(schema, data | {"keys": {newest: data["keys"][newest]}})


def destroy_ring(schema: str) -> None:
    """What the office sealed can never be read again (an office that leaves, after it received its data)."""
    path = _path(schema)
    if path.exists():
        path.write_bytes(os.urandom(path.stat().st_size))
        path.unlink()
    _rings.pop(schema, None)


def _path(schema: str) -> Path:
    return Path(settings.KEY_FOLDER) / f"{schema}.json"


def _load(schema: str) -> dict:
    try:
        data: dict = json.loads(_path(schema).read_text())
    except FileNotFoundError:
        raise NoKey(f"No key for {schema}: {_path(schema)} is missing.") from None
    return data


def _read(schema: str) -> Ring:
    data = _load(schema)
    ciphers = {int(number): AESGCM(b64decode(key)) for number, key in data["keys"].items()}
    return Ring(ciphers, max(ciphers), b64decode(data["index"]))


def _write(schema: str, data: dict) -> None:
    """Whole or not at all, readable for the service's user only."""
    path = _path(schema)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _rings.pop(schema, None)


def _new() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()
