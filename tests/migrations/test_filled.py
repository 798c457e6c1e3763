"""A database with people in it goes up and down: nothing is lost, and what was unique stays so."""

from __future__ import annotations

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.cli import schema
from app.db import db
from tests.migrations.test_schema import empty

__all__ = ["empty"]

AT = {"at": "2026-11-01 10:00:00+00:00"}
# As the first version wrote them.
ROWS = [
    "INSERT INTO users (id, kind, display_name, bio, is_administrator, created_at) VALUES (1, 'account', 'Asma', '', true, :at)",
    "INSERT INTO sessions (id, user_id, token_hash, kind, user_agent, address, created_at, last_used_at, expires_at) VALUES (1, 1, 'x', 'browser', '', '', :at, :at, :at)",
    "INSERT INTO rooms (id, code, code_key, name, kind, owner_id, host_id, is_public, is_locked, max_participants, video_enabled,"
    " audio_enabled, screen_share_enabled, chat_enabled, is_saved, meta, created_at, last_active_at)"
    " VALUES (1, 'ABCDEFGH', 'abcdefgh', 'Salon', 'room', 1, 1, true, true, 5, true, false, true, true, true, '{\"a\": 1}', :at, :at)",
    "INSERT INTO calls (id, room_id, provider, started_at) VALUES (1, 1, 'mesh', :at)",
    "INSERT INTO participants (id, call_id, user_id, session_id, joined_at, expires_at, has_connected, mic_on, camera_on, screen_on)"
    " VALUES ('seat', 1, 1, 1, :at, :at, true, true, false, false)",
    "INSERT INTO invitations (id, room_id, token_hash, created_by_id, created_at, uses_left) VALUES (1, 1, 'hash', 1, :at, 3)",
    "INSERT INTO invitations (id, room_id, user_id, created_by_id, created_at, uses_left) VALUES (2, 1, 1, 1, :at, 0)",
    "INSERT INTO memberships (id, room_id, user_id, role, is_muted, joined_at, kick_reason, last_read_seq)"
    " VALUES (1, 1, 1, 'owner', false, :at, '', 7)",
    "INSERT INTO messages (id, room_id, author_id, client_id, body, created_at) VALUES (1, 1, 1, 'c', 'salaam', :at)",
]
TABLES = ("users", "sessions", "rooms", "calls", "participants", "invitations", "memberships", "messages")


def contents() -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    with db.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY id")).mappings()]  # noqa: S608
            for name in TABLES
        }


def fill() -> None:
    command.upgrade(schema.configuration(), "0001")
    with db.engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row), AT)


@pytest.mark.usefixtures("empty")
def test_nothing_is_lost_on_the_way_up_and_down() -> None:
    fill()
    before = contents()
    schema.update_schema()
    after = contents()
    for name in TABLES:
        assert [row.items() >= old.items() for row, old in zip(after[name], before[name], strict=True)] == [
            True for _ in before[name]
        ]
    assert [row["uses"] for row in after["invitations"]] == [3, None]
    command.downgrade(schema.configuration(), "0001")
    assert contents() == before


@pytest.mark.parametrize(
    "twice",
    [
        "INSERT INTO calls (id, room_id, provider, started_at, daily_seconds) VALUES (2, 1, 'mesh', :at, 0)",
        "INSERT INTO memberships (id, room_id, user_id, role, is_muted, joined_at, kick_reason, last_read_seq)"
        " VALUES (2, 1, 1, 'member', false, :at, '', 0)",
    ],
)
def test_what_was_unique_stays_so(empty: Flask, twice: str) -> None:
    fill()
    schema.update_schema()
    with pytest.raises(IntegrityError, match=r"(?i)unique"), db.engine.begin() as connection:
        connection.execute(text(twice), AT)
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM rooms"))
    assert contents()["messages"] == []  # what belongs to a room goes with it, as before
