"""Account numbers: checked by their digits, shown in groups or masked."""

from schwifty import BIC, IBAN
from schwifty.exceptions import InvalidChecksumDigits, InvalidLength, SchwiftyException

from kernel.access.errors import RuleViolation

GERMAN_LENGTH = 22


def checked_iban(text: str) -> str:
    """The IBAN without spaces; raises `RuleViolation` with what is wrong with it."""
    try:
        iban = IBAN(text)
    except InvalidChecksumDigits:
        raise RuleViolation(
            "Die Prüfziffer dieser IBAN stimmt nicht. Vergleichen Sie jede Stelle mit der Mitteilung des Kontoinhabers.",
            field="iban",
        ) from None
    except InvalidLength:
        raise RuleViolation(
            f"Diese IBAN ist zu kurz oder zu lang. Eine deutsche IBAN hat {GERMAN_LENGTH} Stellen.", field="iban"
        ) from None
    except SchwiftyException:
        raise RuleViolation(
            "Das ist keine IBAN. Eine deutsche IBAN beginnt mit DE, dann folgen 20 Ziffern.", field="iban"
        ) from None
    if not iban.in_sepa_zone:
        raise RuleViolation("In dieses Land geht keine SEPA-Überweisung. Tragen Sie ein SEPA-Konto ein.", field="iban")
    return str(iban)


def checked_bic(text: str) -> str:
    """The BIC, which may be left out; raises `RuleViolation` if it cannot be one."""
    if not text.strip():
        return ""
    try:
        return str(BIC(text))
    except SchwiftyException:
        raise RuleViolation(
            "Das ist kein BIC. Er hat 8 oder 11 Zeichen; Sie können ihn auch weglassen.", field="bic"
        ) from None


def grouped(iban: str) -> str:
    """DE29 1999 9999 1234 5678 90, as people compare it."""
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def masked(iban: str) -> str:
    """DE29 … 7890: enough to tell accounts apart, too little to use one."""
    return f"{iban[:4]} … {iban[-4:]}" if iban else ""
