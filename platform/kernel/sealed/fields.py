"""Sealed columns: clear in Python, AES-GCM in the database. They cannot be searched, sorted or compared there."""

import os
from typing import Any

from cryptography.exceptions import InvalidTag
from django import forms
from django.core.exceptions import FieldError
from django.db import models

from kernel.sealed.keyring import NoKey, ring_of

FORMAT = 1
NONCE = 12
LINE = 300  # characters from which on a form offers several lines


class Broken(RuntimeError):
    """A sealed value was changed, or belongs to another column or office."""


def seal(schema: str, context: str, clear: bytes) -> bytes:
    """format, number of the key, nonce, sealed bytes; bound to the office and the column."""
    ring = ring_of(schema)
    nonce = os.urandom(NONCE)
    head = bytes([FORMAT]) + ring.newest.to_bytes(2, "big")
    return head + nonce + ring.ciphers[ring.newest].encrypt(nonce, clear, _bound(schema, context))


def unseal(schema: str, context: str, sealed: bytes) -> bytes:
    """The clear bytes. Raises Broken, or NoKey where the key was destroyed."""
    number = int.from_bytes(sealed[1:3], "big")
    cipher = ring_of(schema).ciphers.get(number)
    if cipher is None:
        raise NoKey(f"Key {number} of {schema} is gone.")
    try:
        return cipher.decrypt(sealed[3 : 3 + NONCE], sealed[3 + NONCE :], _bound(schema, context))
    except InvalidTag:
        raise Broken(f"A value of {context} in {schema} cannot be opened.") from None


def _bound(schema: str, context: str) -> bytes:
    return f"{schema}|{context}".encode()


class SealedField(models.Field):
    """Bytes that only the office's key opens. An empty value is stored empty: that something is there is no secret."""

    description = "sealed bytes"
    nothing: Any = b""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", self.nothing)
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def encode(self, value: Any) -> bytes:
        return bytes(value)

    def decode(self, value: bytes) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        clear = self.encode(value)
        return seal(connection.schema_name, self.context, clear) if clear else b""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        sealed = bytes(value)
        return self.decode(unseal(connection.schema_name, self.context, sealed)) if sealed else self.nothing

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.model.__name__}.{self.name} is sealed: the database cannot compare it.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: Any) -> str:
        raise FieldError("Sealed values are not serialized.")


class SealedTextField(SealedField):
    """A text that only the office's key opens; `max_length` counts characters and is checked by forms and API."""

    description = "sealed text"
    nothing = ""

    def encode(self, value: Any) -> bytes:
        return str(value).encode()

    def decode(self, value: bytes) -> str:
        return value.decode()

    def formfield(self, **kwargs: Any) -> Any:
        widget = forms.Textarea if (self.max_length or 1000) > LINE else forms.TextInput
        return super().formfield(
            **{"form_class": forms.CharField, "max_length": self.max_length, "widget": widget, **kwargs}
        )
