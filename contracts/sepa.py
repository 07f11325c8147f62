"""Payment runs as files for the bank: pain.001.001.09, valid against its schema."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from importlib import resources

import xmlschema
from django.utils import timezone
from sepaxml import SepaTransfer

from contracts.models import Payment, PaymentRun

SCHEMA = "pain.001.001.09"
SPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "&": "+", "–": "-"}
)
FOREIGN = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")
NAME, PURPOSE = 70, 140


class InvalidFile(Exception):
    """The file would be refused by the bank."""


def plain(text: str, most: int) -> str:
    """In the letters that every bank of the SEPA area takes."""
    return FOREIGN.sub("", text.translate(GERMAN)).strip()[:most]


def pain001(run: PaymentRun, payments: Sequence[Payment]) -> bytes:
    """The run as pain.001; the same run gives the same numbers, so that a bank sees a file that comes twice.

    Raises `InvalidFile` if it is not valid against the schema.
    """
    debtor = run.debtor
    config = {"name": plain(debtor.holder, NAME), "IBAN": debtor.iban, "batch": True, "currency": "EUR"}
    if debtor.bic:
        config["BIC"] = debtor.bic
    transfer = SepaTransfer(config, schema=SCHEMA, clean=False)
    for payment in payments:
        transfer.add_payment(
            {
                "name": plain(payment.holder, NAME),
                "IBAN": payment.iban,
                "amount": int(payment.amount * 100),
                "execution_date": run.execute_on,
                "description": plain(payment.purpose, PURPOSE),
                "endtoend_id": payment.pk.hex,
            }
            | ({"BIC": payment.bic} if payment.bic else {})
        )
    content = _with_own_numbers(transfer.export(validate=False), run)
    check(content)
    return content


def _with_own_numbers(content: bytes, run: PaymentRun) -> bytes:
    """Numbers and time of the run instead of chance; a bank without BIC is named as German banks want it."""
    root = ET.fromstring(content)  # noqa: S314 - made just above
    made: datetime = run.approved_at or run.changed_at
    values = {
        "MsgId": run.pk.hex,
        "PmtInfId": f"HN-{run.number}",
        "CreDtTm": timezone.localtime(made).strftime("%Y-%m-%dT%H:%M:%S"),
    }
    for name, value in values.items():
        for node in root.iter(f"{{{SPACE}}}{name}"):
            node.text = value
    for bank in root.iter(f"{{{SPACE}}}FinInstnId"):
        if len(bank) == 0:
            ET.SubElement(ET.SubElement(bank, f"{{{SPACE}}}Othr"), f"{{{SPACE}}}Id").text = "NOTPROVIDED"
    ET.register_namespace("", SPACE)
    return ET.tostring(root, "utf-8", xml_declaration=True)


def check(content: bytes) -> None:
    """Raise `InvalidFile` unless the file is valid against the schema of pain.001."""
    try:
        _schema().validate(content.decode())
    except xmlschema.XMLSchemaValidationError as error:
        raise InvalidFile(error.reason or "invalid") from error


@lru_cache(maxsize=1)
def _schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(resources.files("sepaxml") / "schemas" / f"{SCHEMA}.xsd"))
