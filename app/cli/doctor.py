"""`guftagu doctor`: looks at this installation and says what is wrong and how to mend it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator

import click
from sqlalchemy.exc import SQLAlchemyError

from ..accounts.first_administrator import has_administrator
from ..calls.minutes import minutes_used
from ..calls.providers.daily import api
from ..calls.providers.daily.client import Daily
from ..calls.providers.daily.trouble import DailyTrouble
from ..config import Settings
from .ground import Stop, database, read_settings
from .schema import known_scripts, present_schema, refuse_newer

GOOD, WEAK, BAD = "ok", "!", "WRONG"
Finding = tuple[str, str]


@click.command()
def doctor() -> None:
    """Check settings, database, Redis and files; the exit status is 1 where something is wrong."""
    settings = read_settings()
    findings = [(GOOD, f"Settings are readable; files are kept in {settings.instance}")]
    for check in (_python, _database, _redis, _front_end, _address, _turn, _daily, _disk):
        findings += _tried(check, settings)
    for mark, words in findings:
        click.echo(f"{mark:>6}  {words}")
    sys.exit(1 if any(mark == BAD for mark, _ in findings) else 0)


def _tried(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> list[Finding]:
    try:
        return list(check(settings))
    except (Stop, SQLAlchemyError) as error:
        return [(BAD, str(error))]


def _python(_settings: Settings) -> Iterator[Finding]:
    fine = sys.version_info >= (3, 11)
    yield (GOOD if fine else BAD), f"Python {platform.python_version()}" + ("" if fine else ": 3.11 or newer is needed")


def _database(settings: Settings) -> Iterator[Finding]:
    with database(settings) as app:
        kind = app.extensions["sqlalchemy"].engine.dialect.name
        present, wanted = present_schema(), known_scripts().get_current_head()
        refuse_newer(known_scripts(), present)
        if present != wanted:
            yield WEAK, f"{kind}: schema {present or 'empty'}, this version has {wanted}: `guftagu migrate`, or a start"
            return
        yield GOOD, f"{kind}: schema {present}"
        if not has_administrator():
            yield WEAK, "Nobody administers this installation: `guftagu user create NAME --admin`, or the link at start"
    if kind == "sqlite" and settings.workers > 1:
        yield WEAK, "SQLite with several WORKERS: one writer at a time. PostgreSQL suits them better"


def _redis(settings: Settings) -> Iterator[Finding]:
    from redis import Redis, RedisError

    if not settings.redis_url:
        if settings.workers > 1:
            yield WEAK, "Several WORKERS without REDIS_URL: people on different workers hear each other a second late"
        return
    try:
        Redis.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=2).ping()
        yield GOOD, "Redis answers"
    except (RedisError, ValueError) as error:
        yield BAD, f"REDIS_URL: {error.__class__.__name__}: Redis does not answer. Start it, or unset REDIS_URL"


def _front_end(settings: Settings) -> Iterator[Finding]:
    there = (settings.root / "static" / "vendor").is_dir()
    yield (GOOD if there else BAD), "Front-end packages" + ("" if there else " are missing: run `make setup`")


def _address(settings: Settings) -> Iterator[Finding]:
    if settings.host not in ("localhost", "127.0.0.1", "::1") and not settings.is_https:
        yield WEAK, "Browsers give camera and microphone only to https pages: set PUBLIC_URL=https://… behind a proxy"
    if settings.is_https and not settings.trusted_proxies:
        yield WEAK, "PUBLIC_URL is https but TRUSTED_PROXIES is 0: limits take everybody for the proxy. Set it to 1"


def _turn(settings: Settings) -> Iterator[Finding]:
    if not settings.turn_urls:
        yield WEAK, "No TURN_URLS: people behind strict firewalls cannot be seen or heard"
    elif not settings.turn_secret:
        yield BAD, "TURN_URLS without TURN_SECRET: give the secret that coturn has as static-auth-secret"


def _daily(settings: Settings) -> Iterator[Finding]:
    if not settings.daily_api_key:
        return
    with database(settings):
        try:
            yield GOOD, f"Daily answers for the domain {api.domain(Daily())}"
        except DailyTrouble as trouble:
            yield BAD, f"Daily: {trouble}. Until then all calls go from browser to browser"
        if present_schema() == known_scripts().get_current_head():
            used, most = minutes_used(), settings.daily_monthly_minutes
            yield (GOOD if used < most else WEAK), f"Daily minutes: {used:,} of {most:,} this month"


def _disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.instance).free
    if free < 500_000_000:
        yield WEAK, f"Only {free / 1e6:,.0f} MB are free in {settings.instance}"
