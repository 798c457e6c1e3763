"""Fixtures of the real programs: one of each for a worker's whole run, started when first asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from .browser import launch
from .coturn import LOOPBACK, Coturn, coturn_server
from .daily import LocalDaily, local_daily
from .postgres import Postgres, postgres_server
from .processes import PATIENCE
from .redis import Redis, redis_server


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    """A Redis that all tests of this worker share: flush it, or take a database of its own by number."""
    with redis_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that all tests of this worker share: each asks it for a `database()`."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The URL of a fresh PostgreSQL database."""
    return postgres.database()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright; there can be only one at a time in a process."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A browser that all tests of this worker share: each opens contexts of its own and closes them."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def coturn() -> Iterator[Coturn]:
    """A relay that all tests of this worker share; it reaches this machine, unlike the one that is shipped."""
    with coturn_server(*LOOPBACK) as server:
        yield server


@pytest.fixture
def daily() -> Iterator[LocalDaily]:
    """A Daily of this test's own; what we send it and Daily would not know fails the test."""
    with local_daily() as daily:
        yield daily
