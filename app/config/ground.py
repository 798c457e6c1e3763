"""Where this installation listens, what it stands on, and by which secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..environment import ConfigurationError, Reader

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_SECRETS = {"", "change-me", "changeme", "secret", "dev", "development"}


@dataclass(frozen=True)
class Ground:
    """`testing` is set by tests alone."""

    root: Path = ROOT
    instance: Path = ROOT / "instance"
    environment: str = "production"
    host: str = "localhost"
    port: int = 8000
    workers: int = 1
    secret_key: str = field(default="", repr=False)
    jwt_secret: str = field(default="", repr=False)
    database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    public_url: str = ""
    cors_origins: tuple[str, ...] = ()
    trusted_proxies: int = 0
    shutdown_timeout_ms: int = 10_000
    catch_up: bool = True
    log_level: str = "INFO"
    testing: bool = False

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation over TLS, as PUBLIC_URL says."""
        return self.public_url.startswith("https://")


def read_ground(read: Reader, instance: Path) -> dict[str, Any]:
    return {
        "instance": instance,
        "environment": _environment(read),
        "host": read.text("HOST", "localhost"),
        "port": read.whole("PORT", 8000, 0, 65535),
        "workers": read.whole("WORKERS", 1, 1, 64),
        "secret_key": read.secret("SECRET_KEY", instance),
        "jwt_secret": read.secret("JWT_SECRET", instance),
        "database_url": _database_url(read.text("DATABASE_URL", ""), instance),
        "redis_url": _redis_url(read),
        "public_url": read.text("PUBLIC_URL", "").rstrip("/"),
        "cors_origins": read.words("CORS_ORIGINS"),
        "trusted_proxies": read.whole("TRUSTED_PROXIES", 0, 0, 10),
        "shutdown_timeout_ms": read.whole("SHUTDOWN_TIMEOUT_MS", 10_000, 500, 600_000),
        "catch_up": read.yes("CATCH_UP", default=True),
        "log_level": read.text("LOG_LEVEL", "INFO").upper(),
    }


def check_ground(ground: Ground) -> None:
    if ground.environment == "production" and not ground.testing:
        for name in ("secret_key", "jwt_secret"):
            if getattr(ground, name) in DEFAULT_SECRETS:
                raise ConfigurationError(f"{name.upper()} is a default: unset it, or use 32 random bytes.")
        if len(ground.secret_key.encode()) < 32:
            raise ConfigurationError("SECRET_KEY is too short: unset it, or use 32 random bytes.")
    if len(ground.jwt_secret.encode()) < 32:
        raise ConfigurationError("JWT_SECRET is too short: it needs at least 32 bytes.")
    if "*" in ground.cors_origins:
        raise ConfigurationError("CORS_ORIGINS may not be *: name the origins, comma-separated.")


def _environment(read: Reader) -> str:
    found = read.choice("GUFTAGU_ENV", "production", ("production", "development"))
    if found == "production" and read.yes("FLASK_DEBUG", default=False):
        raise ConfigurationError("FLASK_DEBUG is on: unset it, or set GUFTAGU_ENV=development.")
    return found


def _database_url(given: str, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'guftagu.sqlite3'}"
    for old in ("postgres://", "postgresql://"):
        if given.startswith(old):
            return "postgresql+psycopg://" + given.removeprefix(old)
    return given


def _redis_url(read: Reader) -> str:
    host = read.text("REDIS_HOST", "")
    return read.text("REDIS_URL", f"redis://{host}:{read.text('REDIS_PORT', '6379')}/0" if host else "")
