"""The OpenAPI document, written by the code and served at /api/openapi.json."""

from __future__ import annotations

import flask_smorest
from flask import Flask

from ..config import settings
from .answers import Problem

PROBLEM = "application/problem+json"
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
ABOUT = (
    "Rooms, messages and events as JSON. Names are camelCase; snake_case is understood too. "
    "Errors are problem+json (RFC 9457) with a `code` that stays the same; their words may change."
)


class Api(flask_smorest.Api):
    """flask-smorest, with errors left to the one place that answers them all."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """None: the library's own would shadow ours, and its 405 has no Allow."""

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE


def configure(app: Flask) -> None:
    """What flask-smorest reads from the app."""
    app.config.update(
        API_TITLE="Guftagu",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": ABOUT},
            "servers": [{"url": settings().public_url or "/"}],
            "security": [{"bearer": []}],
            "components": {"securitySchemes": {"bearer": BEARER}},
        },
    )
