"""Logs say what happened, under one id for each request, and never a secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask

from app import logs
from tests.conftest import make_settings

LINK = "/i/" + "abcDEF123-_" * 3


@pytest.fixture
def written(tmp_path: Path) -> Iterator[io.StringIO]:
    """What a production process writes; the test runner's own logging is put back afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = []
    logs.configure(make_settings(tmp_path))
    (ours,) = root.handlers
    assert isinstance(ours, logging.StreamHandler)
    ours.stream = io.StringIO()
    yield ours.stream
    root.handlers = before
    root.setLevel(level)
    structlog.reset_defaults()


def last_line(written: io.StringIO) -> dict[str, object]:
    line: dict[str, object] = json.loads(written.getvalue().splitlines()[-1])
    return line


def test_libraries_and_we_write_the_same_kind_of_line(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("%s of %s", 1, 2)
    assert {"event": "1 of 2", "level": "warning", "logger": "some.library"}.items() <= last_line(written).items()
    structlog.get_logger("guftagu").info("done", number=3)
    assert {"event": "done", "level": "info", "number": 3}.items() <= last_line(written).items()


@pytest.mark.parametrize(
    "words",
    [
        f"GET {LINK} failed",
        "see https://talk.example.org/admin/first?token=abcDEF123456",
        "Authorization: Bearer abcDEF123456.abcDEF123456.x-_",
        "connecting to postgresql://someone:abcDEF123456@db/guftagu",
        "password=abcDEF123456&name=asha",
    ],
)
def test_no_secret_in_any_words(written: io.StringIO, words: str) -> None:
    logging.getLogger("x").error(words)
    assert "abcDEF123" not in str(last_line(written))
    structlog.get_logger("x").error("oops", detail={"list": [words]})
    assert "abcDEF123" not in str(last_line(written))


@pytest.mark.parametrize("key", ["password", "token", "body", "Authorization"])
def test_no_secret_under_its_name(written: io.StringIO, key: str) -> None:
    structlog.get_logger("x").info("oops", **{key: "hunter2"}, deep={key: "hunter2"})
    assert "hunter2" not in str(last_line(written))


def test_a_traceback_is_kept_in_its_line_and_redacted(written: io.StringIO) -> None:
    try:
        raise ValueError(f"no room at {LINK}")
    except ValueError:
        logging.getLogger("x").exception("failed")
    line = last_line(written)
    assert "ValueError: no room at /i/…" in str(line["exception"])


def test_every_request_has_an_id_that_its_lines_share(app: Flask) -> None:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        answer = app.test_client().get("/no-such-page?token=hunter2")
    assert lines[-1]["request_id"] == answer.headers["X-Request-Id"]
    assert (lines[-1]["path"], lines[-1]["status"]) == ("/no-such-page", 404)
    assert "hunter2" not in str(lines)
    assert app.test_client().get("/no-such-page").headers["X-Request-Id"] != answer.headers["X-Request-Id"]
