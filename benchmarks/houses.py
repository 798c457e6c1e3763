"""Guftagu as it is served while it is measured: the worker's kind, its threads, the services beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.servers.guftagu import Guftagu, guftagu_server
from tests.servers.postgres import postgres_server
from tests.servers.redis import redis_server

# The tests' PostgreSQL may lose what it was told; this one may not.
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
SPARE_THREADS = 64


@dataclass(frozen=True)
class House:
    """`worker_class` gevent or gthread; with `has_redis` and `has_postgres` as a team would run it."""

    worker_class: str = "gevent"
    workers: int = 1
    has_redis: bool = False
    has_postgres: bool = False

    @property
    def name(self) -> str:
        """As tables call it."""
        services = ["PostgreSQL" if self.has_postgres else "SQLite", *["Redis"] * self.has_redis]
        return f"{self.workers} {self.worker_class}, {', '.join(services)}"

    @contextmanager
    def opened(self, sockets: int = 64) -> Iterator[Guftagu]:
        """Served on a free port, its limits off, with threads for so many sockets."""
        env = {"THREADS": str(sockets + SPARE_THREADS)}
        with ExitStack() as stack:
            if self.has_redis:
                env["REDIS_URL"] = stack.enter_context(redis_server()).url
            if self.has_postgres:
                env["DATABASE_URL"] = stack.enter_context(postgres_server(*DURABLE)).database()
            yield stack.enter_context(guftagu_server(env, self.workers, self.worker_class))


SMALL = House()
THREADED = House("gthread")
LARGE = House(workers=2, has_redis=True, has_postgres=True)
