"""That a browser knew a room's password: remembered between the page that asked and the door."""

from __future__ import annotations

import hashlib

from flask import session

from ..rooms.models import Room


def remember_proof(room: Room, proof: str | None) -> None:
    """The hash itself never leaves the server: only that this browser knew the password it stands for."""
    if proof is not None:
        session["proof"] = [room.id, _mark(proof)]


def remembered_proof(room: Room) -> str | None:
    """The room's present hash, where this browser has shown that it knows the password."""
    room_id, mark = session.get("proof") or (0, "")
    kept = room.password_hash
    return kept if kept and room_id == room.id and mark == _mark(kept) else None


def _mark(proof: str) -> str:
    return hashlib.sha256(proof.encode()).hexdigest()[:32]
