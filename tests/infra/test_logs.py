"""Lines of the log hold no person's data (docs/operations.md)."""

import json
import logging
import sys

import psycopg
import structlog

from project.logs import json_formatter

NAME = "Erika Mustermann"


def line(record: logging.LogRecord) -> dict[str, str]:
    return json.loads(json_formatter().format(record))  # type: ignore[no-any-return]


def failed() -> tuple:
    try:
        try:
            raise psycopg.errors.UniqueViolation(f"Key (name)=({NAME}) already exists.")
        except psycopg.Error as error:
            raise ValueError(f"{NAME} is known") from error
    except ValueError:
        return sys.exc_info()


def test_an_exception_keeps_type_and_lines_but_not_its_message() -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x.py", 1, "Internal Server Error: /personen", (), failed()
    )
    said = line(record)
    assert NAME not in json.dumps(said)
    assert "psycopg.errors.UniqueViolation" in said["exception"] and "builtins.ValueError" in said["exception"]
    assert "test_logs.py" in said["exception"]
    assert (said["event"], said["level"], said["logger"]) == (
        "Internal Server Error: /personen",
        "error",
        "django.request",
    )


def test_a_request_is_told_without_what_was_searched() -> None:
    """As structlog hands its lines over to the logging module."""
    record = logging.LogRecord("django_structlog", logging.INFO, "x.py", 1, "", (), None)
    record.msg = {"event": "request_finished", "request": f"GET /suche/?q={NAME}", "user_agent": "Browser", "code": 200}
    for step in structlog.get_config()["processors"][:-1]:
        if step is not structlog.stdlib.add_logger_name:
            record.msg = step(logging.getLogger("x"), "info", record.msg)
    record._logger, record._name = logging.getLogger("x"), "info"  # type: ignore[attr-defined]
    said = line(record)
    assert said["request"] == "GET /suche/" and "user_agent" not in said and said["code"] == 200
