"""Fields take what people type, and say in a sentence what to do when they cannot."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.forms import Field
from hypothesis import given
from hypothesis import strategies as st

from kernel.web.fields import GermanDateField, MinutesField, MoneyField

TODAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HOSTILE = [
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "\u0661.\u0663.\u0662\u0660\u0662\u0665",  # Arabic digits
    "１２",  # full width digits
    "9" * 5000,
    "1.1." + "0" * 500,
    "-",
    "..",
    ",",
    "1,2,3",
    "1..2",
    "NaN",
    "Infinity",
    "1e9",
    "0x10",
    "1_000",
    "\x00",
    "🙂",
    "{{ 7*7 }}",
]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1.3.", dt.date(2027, 3, 1)),
        ("1.10.", dt.date(2026, 10, 1)),
        ("1.3", dt.date(2027, 3, 1)),
        ("1.3.26", dt.date(2026, 3, 1)),
        ("01.03.2026", dt.date(2026, 3, 1)),
        (" 1. 3. 2026 ", dt.date(2026, 3, 1)),
        ("1. März 2026", dt.date(2026, 3, 1)),
        ("1. Mrz. 26", dt.date(2026, 3, 1)),
        ("24. dezember", dt.date(2026, 12, 24)),
        ("2026-03-01", dt.date(2026, 3, 1)),
        ("heute", TODAY),
        ("Morgen", dt.date(2026, 11, 23)),
        ("gestern", dt.date(2026, 11, 21)),
        ("29.2.", dt.date(2028, 2, 29)),
        ("", None),
        ("   ", None),
    ],
)
def test_a_day_as_typed(typed: str, day: dt.date | None) -> None:
    with time_machine.travel(NOON, tick=False):
        assert GermanDateField(required=False).clean(typed) == day


@pytest.mark.parametrize("typed", ["31.2.2026", "0.1.2026", "1.13.2026", "2026-02-30", "1.1.0000"])
def test_a_day_that_does_not_exist(typed: str) -> None:
    assert "gibt es nicht" in error_of(GermanDateField(), typed)


def test_a_day_outside_its_bounds() -> None:
    field = GermanDateField(earliest=dt.date(2025, 1, 1), latest=dt.date(2026, 12, 31))
    assert "nicht vor dem 01.01.2025" in error_of(field, "31.12.2024")
    assert "nicht nach dem 31.12.2026" in error_of(field, "1.1.2027")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,50 €", "1234.50"),
        ("1234,50", "1234.50"),
        ("1234.50", "1234.50"),
        ("1.234", "1234"),
        ("12,5", "12.5"),
        ("0", "0"),
        ("1\u202f234,50\u00a0EUR", "1234.50"),
        ("1.000.000,00", "1000000.00"),
    ],
)
def test_an_amount_as_typed(typed: str, amount: str) -> None:
    assert MoneyField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["viel", "1.23.4", "1,234.50", "12,345", "1.2345", "€", "5 $"])
def test_an_amount_that_cannot_be_understood(typed: str) -> None:
    assert "1.234,50\u00a0€" in error_of(MoneyField(), typed)


def test_an_amount_out_of_bounds() -> None:
    assert "mindestens 0" in error_of(MoneyField(), "-1")
    assert error_of(MoneyField(), "99999999999,00")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1:30", 90),
        ("1,5", 90),
        ("1.5", 90),
        ("90 min", 90),
        ("90min.", 90),
        ("1,5 Std.", 90),
        ("1 h 30", 90),
        ("2 Std. 5 min", 125),
        ("7:30 Std.", 450),
        ("0:15", 15),
        ("8", 480),
        ("0,25", 15),
    ],
)
def test_a_duration_as_typed(typed: str, minutes: int) -> None:
    assert MinutesField().clean(typed) == minutes


@pytest.mark.parametrize("typed", ["1:75", "lang", "1:3", "-1:00", "1,555"])
def test_a_duration_that_cannot_be_understood(typed: str) -> None:
    assert "90 min" in error_of(MinutesField(), typed)


def test_a_duration_out_of_bounds() -> None:
    assert "mindestens 0:01\xa0Std." in error_of(MinutesField(), "0:00")
    assert "höchstens 24:00\xa0Std." in error_of(MinutesField(), "25")


@pytest.mark.parametrize("field", [GermanDateField, MoneyField, MinutesField])
@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_gets_a_sentence(field: type[Field], typed: str) -> None:
    assert error_of(field(), typed).endswith((".", "€."))


@pytest.mark.parametrize("field", [GermanDateField, MoneyField, MinutesField])
def test_a_missing_value_says_what_to_type(field: type[Field]) -> None:
    assert "zum Beispiel" in error_of(field(), "")


@given(st.text(max_size=80))
def test_no_text_breaks_a_field(typed: str) -> None:
    for field in (GermanDateField(), MoneyField(), MinutesField()):
        try:
            field.clean(typed)
        except ValidationError as error:
            assert error.messages


@given(st.integers(min_value=1, max_value=1440))
def test_a_duration_shown_can_be_typed_again(minutes: int) -> None:
    field = MinutesField()
    assert field.clean(field.prepare_value(minutes)) == minutes


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_shown_can_be_typed_again(amount: Decimal) -> None:
    field = MoneyField()
    assert field.clean(field.prepare_value(amount)) == amount


def error_of(field: Field, typed: str) -> str:
    with pytest.raises(ValidationError) as raised:
        field.clean(typed)
    return " ".join(raised.value.messages)
