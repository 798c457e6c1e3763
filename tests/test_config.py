"""Settings come from the environment, and a bad one is named with its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ConfigurationError, Settings


def read(tmp_path: Path, **env: str) -> Settings:
    return Settings.from_env({"INSTANCE": str(tmp_path), **env})


def test_an_empty_environment_is_enough(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/guftagu.sqlite3"
    assert settings.redis_url == ""
    assert (settings.host, settings.port) == ("localhost", 8000)


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert first.secret_key != first.jwt_secret
    assert len(first.jwt_secret) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert first.secret_key not in repr(first)


def test_a_file_may_hold_a_value(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")
    assert read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == "k" * 40


def test_the_database_url_names_the_driver(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL="postgres://a/b").database_url == "postgresql+psycopg://a/b"


def test_redis_may_be_named_by_host(tmp_path: Path) -> None:
    assert read(tmp_path, REDIS_HOST="cache").redis_url == "redis://cache:6379/0"


def test_relays_are_named_as_browsers_name_them(tmp_path: Path) -> None:
    urls = "turn:a.example:3478?transport=udp, turns:a.example:443?transport=tcp,turn:192.0.2.1,turn:[2001:db8::1]:3478"
    settings = read(tmp_path, TURN_URLS=urls, STUN_URLS="stun:a.example,stuns:a.example:5349")
    assert settings.turn_urls == tuple(url.strip() for url in urls.split(","))
    assert settings.stun_urls == ("stun:a.example", "stuns:a.example:5349")


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"ROOM_CREATION": "nobody"}, "anyone, accounts, admins"),
        ({"ROOM_MAX_USERS": "1"}, "from 2 to 100"),
        ({"SECRET_KEY": "change-me"}, "SECRET_KEY is a default"),
        ({"JWT_SECRET": "short"}, "at least 32 bytes"),
        ({"CORS_ORIGINS": "*"}, "CORS_ORIGINS"),
        ({"ROOM_CODE_ALPHABET": "abcABC"}, "20 or more"),
        ({"SECRET_KEY_FILE": "/nowhere/at/all"}, "cannot be read"),
        ({"STUN_URLS": "stun.example.org"}, "must look like stun:example.org:3478"),
        ({"STUN_URLS": "stun:example.org?transport=udp"}, "STUN_URLS has"),
        ({"TURN_URLS": "turn:a.example,turn:b.example?transport=sctp"}, "turn:b.example[?]transport=sctp"),
        ({"TURN_URLS": "turn://a.example"}, "must look like turn:example.org:3478"),
        ({"VAPID_PRIVATE_KEY": "A" * 43}, "VAPID_PRIVATE_KEY is no key"),
        ({"VAPID_PRIVATE_KEY": "_" * 42 + "8="}, "VAPID_PRIVATE_KEY is no key"),
        ({"VAPID_PRIVATE_KEY": "ab" * 32}, "32 random bytes in base64url"),
        ({"TURN_SECRET": "short"}, "TURN_SECRET is too short"),
        ({"USER_DISPLAY_NAME_MIN_LENGTH": "30", "USER_DISPLAY_NAME_MAX_LENGTH": "20"}, "above"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, env: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words.replace("(", r"\(")):
        read(tmp_path, **env)
