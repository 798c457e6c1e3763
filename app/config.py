"""Every setting, read once from the environment into one frozen object."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .environment import STUN, TURN, ConfigurationError, Reader

__all__ = ["ConfigurationError", "Settings", "activate", "settings"]

ROOT = Path(__file__).resolve().parent.parent
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
ROOM_CREATION = ("anyone", "accounts", "admins")
DAILY_API_URL = "https://api.daily.co/v1"
# Where browsers can be reached: Chrome, Firefox, Safari, Edge.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
# SEC 2, 2.4.2: how many private keys there are.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
DEFAULT_SECRETS = {"", "change-me", "changeme", "secret", "dev", "development"}


@dataclass(frozen=True)
class Settings:
    """What this installation is told by its environment; names as in `.env.example`."""

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
    room_creation: str = "anyone"
    room_code_alphabet: str = CODE_ALPHABET
    room_code_length: int = 8
    room_max_users: int = 10
    room_ttl_seconds: int = 24 * 3600
    rooms_per_hour: int = 5
    saved_rooms_per_user: int = 10
    room_pictures_mb: int = 100
    host_grace_seconds: int = 60
    seat_lease_seconds: int = 45
    departure_grace_seconds: int = 10
    display_name_min: int = 1
    display_name_max: int = 40
    throttle_limit: int = 20
    throttle_ttl_ms: int = 60_000
    shutdown_timeout_ms: int = 10_000
    limits_enabled: bool = True
    catch_up: bool = True
    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)
    daily_api_key: str = field(default="", repr=False)
    daily_api_url: str = DAILY_API_URL
    daily_monthly_minutes: int = 10_000
    daily_webhook_secret: str = field(default="", repr=False)
    mesh_up_to: int = 4
    vapid_private_key: str = field(default="", repr=False)
    vapid_subject: str = ""
    push_services: tuple[str, ...] = PUSH_SERVICES
    log_level: str = "INFO"
    testing: bool = False

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation over TLS, as PUBLIC_URL says."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read `env` (usually os.environ); raises ConfigurationError naming setting and mend."""
        read = Reader(env)
        instance = Path(read.text("INSTANCE", str(ROOT / "instance"))).resolve()
        settings = cls(
            instance=instance,
            environment=read.choice("GUFTAGU_ENV", "production", ("production", "development")),
            host=read.text("HOST", "localhost"),
            port=read.whole("PORT", 8000, 0, 65535),
            workers=read.whole("WORKERS", 1, 1, 64),
            secret_key=read.secret("SECRET_KEY", instance),
            jwt_secret=read.secret("JWT_SECRET", instance),
            database_url=_database_url(read.text("DATABASE_URL", ""), instance),
            redis_url=_redis_url(read),
            public_url=read.text("PUBLIC_URL", "").rstrip("/"),
            cors_origins=read.words("CORS_ORIGINS"),
            trusted_proxies=read.whole("TRUSTED_PROXIES", 0, 0, 10),
            room_creation=read.choice("ROOM_CREATION", "anyone", ROOM_CREATION),
            room_code_alphabet=_alphabet(read.text("ROOM_CODE_ALPHABET", CODE_ALPHABET)),
            room_code_length=read.whole("ROOM_CODE_LENGTH", 8, 6, 32),
            room_max_users=read.whole("ROOM_MAX_USERS", 10, 2, 100),
            room_ttl_seconds=read.whole("ROOM_TTL_SECONDS", 24 * 3600, 60, 10**9),
            rooms_per_hour=read.whole("ROOMS_PER_HOUR", 5, 1, 10**6),
            saved_rooms_per_user=read.whole("SAVED_ROOMS_PER_USER", 10, 0, 10**6),
            room_pictures_mb=read.whole("ROOM_PICTURES_MB", 100, 1, 10**6),
            host_grace_seconds=read.whole("HOST_GRACE_SECONDS", 60, 1, 3600),
            seat_lease_seconds=read.whole("SEAT_LEASE_SECONDS", 45, 2, 3600),
            departure_grace_seconds=read.whole("DEPARTURE_GRACE_SECONDS", 10, 0, 600),
            display_name_min=read.whole("USER_DISPLAY_NAME_MIN_LENGTH", 1, 1, 40),
            display_name_max=read.whole("USER_DISPLAY_NAME_MAX_LENGTH", 40, 2, 80),
            throttle_limit=read.whole("THROTTLE_LIMIT", 20, 1, 10**6),
            throttle_ttl_ms=read.whole("THROTTLE_TTL_MS", 60_000, 1000, 10**9),
            shutdown_timeout_ms=read.whole("SHUTDOWN_TIMEOUT_MS", 10_000, 500, 600_000),
            limits_enabled=read.yes("LIMITS", default=True),
            catch_up=read.yes("CATCH_UP", default=True),
            stun_urls=read.servers("STUN_URLS", STUN),
            turn_urls=read.servers("TURN_URLS", TURN),
            turn_secret=read.text("TURN_SECRET", ""),
            daily_api_key=read.text("DAILY_API_KEY", ""),
            daily_api_url=read.address("DAILY_API_URL", DAILY_API_URL),
            daily_monthly_minutes=read.whole("DAILY_MONTHLY_MINUTES", 10_000, 0, 10**9),
            daily_webhook_secret=read.base64("DAILY_WEBHOOK_SECRET"),
            mesh_up_to=read.whole("MESH_UP_TO", 4, 0, 100),
            vapid_private_key=read.secret("VAPID_PRIVATE_KEY", instance, 32),
            vapid_subject=read.text("VAPID_SUBJECT", ""),
            push_services=read.words("PUSH_SERVICES") or PUSH_SERVICES,
            log_level=read.text("LOG_LEVEL", "INFO").upper(),
        )
        settings.check()
        if settings.environment == "production" and read.yes("FLASK_DEBUG", default=False):
            raise ConfigurationError("FLASK_DEBUG is on: unset it, or set GUFTAGU_ENV=development.")
        return settings

    def check(self) -> None:
        """Refuse what must not run: raises ConfigurationError with the setting and its mend."""
        if self.environment == "production" and not self.testing:
            for name in ("secret_key", "jwt_secret"):
                if getattr(self, name) in DEFAULT_SECRETS:
                    raise ConfigurationError(f"{name.upper()} is a default: unset it, or use 32 random bytes.")
            if len(self.secret_key.encode()) < 32:
                raise ConfigurationError("SECRET_KEY is too short: unset it, or use 32 random bytes.")
        if len(self.jwt_secret.encode()) < 32:
            raise ConfigurationError("JWT_SECRET is too short: it needs at least 32 bytes.")
        if self.turn_secret and len(self.turn_secret) < 16:
            raise ConfigurationError("TURN_SECRET is too short: one answer is enough to guess it. Use 16 or more.")
        if self.vapid_private_key and not _is_private_key(self.vapid_private_key):
            raise ConfigurationError("VAPID_PRIVATE_KEY is no key: unset it, or use 32 random bytes in base64url.")
        if "*" in self.cors_origins:
            raise ConfigurationError("CORS_ORIGINS may not be *: name the origins, comma-separated.")
        if self.display_name_min > self.display_name_max:
            raise ConfigurationError("USER_DISPLAY_NAME_MIN_LENGTH is above USER_DISPLAY_NAME_MAX_LENGTH.")


def _is_private_key(given: str) -> bool:
    """Whether these are the 43 characters of 32 bytes that stand for a private key of the curve P-256."""
    if not re.fullmatch(r"[\w-]{43}=?", given, re.ASCII):
        return False
    return 0 < int.from_bytes(base64.urlsafe_b64decode(given[:43] + "="), "big") < P256_ORDER


_active: Settings | None = None


def activate(settings: Settings) -> None:
    """Make `settings` the ones of this process."""
    global _active
    _active = settings


def settings() -> Settings:
    """The settings of this process; an app must have been made before."""
    if _active is None:
        raise RuntimeError("no settings yet: create_app() comes first")
    return _active


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


def _alphabet(given: str) -> str:
    """Codes are told apart without regard to case: twenty letters and digits must remain."""
    if len({character.casefold() for character in given}) < 20 or not given.isascii() or not given.isalnum():
        raise ConfigurationError("ROOM_CODE_ALPHABET needs 20 or more different ASCII letters and digits.")
    return given
