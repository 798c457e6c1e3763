"""Guftagu as it is run, and people with browsers of their own in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.servers.guftagu import Guftagu, guftagu_server
from tests.servers.postgres import Postgres
from tests.servers.redis import Redis

from .people import Person

Arrive = Callable[..., Person]


@pytest.fixture(scope="session")
def small_house() -> Iterator[Guftagu]:
    """What `make run` gives: one worker, SQLite, no other service."""
    with guftagu_server() as server:
        yield server


@pytest.fixture(scope="session")
def large_house(redis: Redis, postgres: Postgres) -> Iterator[Guftagu]:
    """What a team runs: two workers on Redis and PostgreSQL."""
    with guftagu_server({"DATABASE_URL": postgres.database(), "REDIS_URL": redis.url}, workers=2) as server:
        yield server


@pytest.fixture
def house(small_house: Guftagu) -> Guftagu:
    return small_house


@pytest.fixture
def arrive(chromium: Browser, house: Guftagu) -> Iterator[Arrive]:
    """`arrive("Asha")` is a person in front of a browser nobody has used before."""
    people: list[Person] = []

    def come(name: str, **options: object) -> Person:
        people.append(Person(chromium, house.url, name, **options))  # type: ignore[arg-type]
        return people[-1]

    yield come
    for person in people:
        person.go_away()
    troubles = [trouble for person in people for trouble in person.troubles]
    assert troubles == [], house.logs()[-3000:]
