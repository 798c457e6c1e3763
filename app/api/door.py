"""What every door of the API has in common: how it reads what was sent, and what its document says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import flask_smorest
from flask import Request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from ..errors import ANSWERS, Invalid
from .answers import Problem
from .document import PROBLEM

View = TypeVar("View", bound=Callable[..., Any])
STATUSES = {"ROOM_LOCKED": 400, "ROOM_FULL": 400}


class Parser(FlaskParser):
    """Reads bodies and queries; what cannot be is told like everything else that is refused."""

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **kwargs: Any) -> NoReturn:
        raise Invalid(_by_field(error.messages))

    def load_json(self, req: Request, schema: Schema) -> Any:
        try:
            return super().load_json(req, schema)
        except RecursionError as error:
            raise Invalid({"body": "This JSON is nested too deeply."}) from error
        except ValueError as error:
            raise Invalid({"body": "This JSON holds a number of thousands of digits."}) from error

    def _handle_invalid_json_error(self, error: Exception, req: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise Invalid({"body": "The body is not JSON."}) from error


class Door(flask_smorest.Blueprint):
    """A blueprint under /api whose operations carry `tag` in the document."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, tag: str, prefix: str = "/api") -> None:
        super().__init__(f"api_{name}", __name__, url_prefix=prefix)
        self.tag = tag

    def add_url_rule(self, *args: Any, tags: list[str] | None = None, **kwargs: Any) -> None:
        super().add_url_rule(*args, tags=tags or [self.tag], **kwargs)

    def open_to_all(self, *, tokens: bool = True) -> Callable[[View], View]:
        """Document that this door needs no token (but understands one, unless `tokens` is False)."""
        return self.doc(security=[{}, {"bearer": []}] if tokens else [{}])  # type: ignore[no-any-return]

    def refuses(self, *codes: str) -> Callable[[View], View]:
        """Document these refusals; `CODE=404` gives one another status than the usual."""
        by_status: dict[int, list[str]] = defaultdict(list)
        for code, _, status in (each.partition("=") for each in codes):
            by_status[int(status) if status else status_of(code)].append(code)

        def document(view: View) -> View:
            for status, theirs in sorted(by_status.items()):
                words = ", ".join(theirs)
                view = self.alt_response(status, schema=Problem, content_type=PROBLEM, description=words)(view)
            return view

        return document


def status_of(code: str) -> int:
    """The status with which the API answers a refusal."""
    return STATUSES.get(code, ANSWERS[code].status)


@contextmanager
def fields_named(**names: str) -> Iterator[None]:
    """Let refused fields bear the names that they have in the API: `body="content"`."""
    try:
        yield
    except Invalid as refusal:
        raise Invalid({names.get(name, name): words for name, words in refusal.fields.items()}) from None


def _by_field(messages: Any) -> dict[str, str]:
    """The library's messages, nested by location and field, as one sentence for each field."""
    found: dict[str, str] = {}
    for by_field in messages.values():
        for name, words in by_field.items() if isinstance(by_field, dict) else [("body", by_field)]:
            found["body" if name == "_schema" else name] = _sentence(words)
    return found


def _sentence(words: Any) -> str:
    if isinstance(words, dict):
        words = next(iter(words.values()))
    return " ".join(str(word) for word in words) if isinstance(words, list) else str(words)
