"""Logs: lines of JSON without a person's data in production, plain text elsewhere.

A line names the route, not what was searched for; of an exception it keeps the type and the lines of code, because the
message of a failed statement repeats the values of the row.
"""

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpRequest
from django_structlog import signals
from structlog.typing import ExcInfo, Processor

type Line = MutableMapping[str, Any]


def without_query(logger: Any, method: str, line: Line) -> Line:
    """The address without what stands behind the question mark, and no user agent."""
    line.pop("user_agent", None)
    if isinstance(request := line.get("request"), str):
        line["request"] = request.partition("?")[0]
    return line


def without_message(exc_info: ExcInfo) -> str:
    """Where and what kind, with the name of a violated constraint, but without the message."""
    error: BaseException | None = exc_info[1]
    parts: list[str] = []
    while error is not None:
        diagnosis = getattr(error, "diag", None)
        names = [getattr(diagnosis, name, None) for name in ("sqlstate", "table_name", "constraint_name")]
        kind = " ".join([f"{type(error).__module__}.{type(error).__qualname__}", *filter(None, names)])
        parts[:0] = [*traceback.format_tb(error.__traceback__), kind + "\n"]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(parts).rstrip()


_CHAIN: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_query,
]


def json_formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_CHAIN,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(without_message),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def plain_formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_CHAIN,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
    )


def logging_settings(*, production: bool) -> dict[str, Any]:
    """The setting LOGGING: in production each finished request is a line, elsewhere only what goes wrong."""
    structlog.configure(
        processors=[*_CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "project.logs.json_formatter"},
            "plain": {"()": "project.logs.plain_formatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if production else "plain"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Django's own handlers would print a second time, in another form.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "CRITICAL"},  # django_structlog logs the same exception
            "procrastinate.blueprints": {"level": "WARNING"},
            "django_structlog": {"level": "INFO" if production else "ERROR"},
        },
    }


@receiver([signals.bind_extra_request_finished_metadata, signals.bind_extra_request_failed_metadata])
def name_place(sender: Any, request: HttpRequest, log_kwargs: Line, **_: Any) -> None:
    """Which office, provider or base host a line is about."""
    if (place := getattr(request, "place", None)) is not None:
        log_kwargs["place"] = place.role
