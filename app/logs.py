"""Logs: one line per fact, as JSON (readable in development), with the request's id and without secrets."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.typing import Processor

from .config import Settings

SECRET_KEYS = {"authorization", "body", "content", "cookie", "csrf_token", "password", "secret", "token"}
SECRETS_IN_TEXT = (
    (re.compile(r"((?:/|%2F)i(?:/|%2F))[\w-]+", re.IGNORECASE), r"\1…"),
    (re.compile(r"\b((?:\w*token|password|secret)(?:=|%3D))[^&\s\"']+", re.IGNORECASE), r"\1…"),
    (re.compile(r"\b(Bearer\s+)[\w.~+/=-]+", re.IGNORECASE), r"\1…"),
    (re.compile(r"(://[^/\s:@]*:)[^/\s@]+@"), r"\1…@"),
)
QUIET_PATHS = ("/static/", "/health", "/readyz")

logger = structlog.stdlib.get_logger("guftagu.request")


def install(app: Flask, settings: Settings) -> None:
    """Give every request an id and a line. Under test the logging of the test runner is left alone."""
    if not settings.testing:
        configure(settings)
    app.before_request(_begin)
    app.after_request(_end)


def configure(settings: Settings) -> None:
    """Make every logger of this process, the libraries' included, write the same kind of line."""
    is_plain = settings.environment == "development"
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    last: Processor = structlog.dev.ConsoleRenderer() if is_plain else as_json
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, last],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in ("gunicorn.error", "gunicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def redact(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """No passwords, tokens, message bodies or whole invitation links, wherever they come from."""
    return {key: "…" if key.lower() in SECRET_KEYS else _redacted(value) for key, value in line.items()}


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, replacement in SECRETS_IN_TEXT:
            value = pattern.sub(replacement, value)
        return value
    if isinstance(value, dict):
        return dict(redact(None, "", value))
    if isinstance(value, list | tuple):
        return [_redacted(item) for item in value]
    return value


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]


def _begin() -> None:
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    """One line for the request, without its query; whoever complains can name its id."""
    if "request_id" not in g:
        return response
    response.headers["X-Request-Id"] = g.request_id
    say = logger.debug if request.path.startswith(QUIET_PATHS) else logger.info
    say(
        "request",
        method=request.method,
        path=request.path,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.began) * 1000, 1),
    )
    return response
