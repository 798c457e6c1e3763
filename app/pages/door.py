"""The door of a room: its code, its preview, its password, and the step inside."""

from __future__ import annotations

import hashlib

from flask import Blueprint, make_response, render_template, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from ..accounts.models import User
from ..accounts.sessions import current_session
from ..answers import go, is_fragment
from ..calls.access import people_inside
from ..calls.actions import take_seat
from ..config import settings
from ..errors import Invalid, Refusal
from ..limits import JOINS, address, guess, limit
from ..rooms.access import belongs, invitation_for, members_of, refuse_uninvited, room_for, standing_in
from ..rooms.actions import join_room
from ..rooms.codes import clean_code
from ..rooms.models import Room
from ..rooms.passwords import prove_password
from .guests import entrance, sign_in_guest

AT_THE_FIELD = ("PASSWORD_REQUIRED", "PASSWORD_INVALID", "INVALID")


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/room/join", view_func=show_join)
    bp.add_url_rule("/room/join", view_func=guess(find), methods=["POST"], endpoint="find")
    enter = limit(*JOINS, key_func=address)(guess(join))
    bp.add_url_rule("/room/<code>/membership", view_func=enter, methods=["POST"], endpoint="join")
    bp.add_url_rule("/room/<code>/membership", view_func=ask_again)


def show_join() -> str:
    """The Join Room dialog; a code in the address fills it in."""
    return _join_form({"code": clean_code(request.args.get("code", ""))})


def find() -> Response:
    """From a typed code to the preview of its room; a right password is remembered on the way."""
    code, password = clean_code(request.form.get("code", "")), request.form.get("password", "")
    try:
        if len(code) != settings().room_code_length:
            hint = f"A code has {settings().room_code_length} characters; this one has {len(code)}."
            raise Refusal("INVALID_CODE", room_code=code, hint=hint)
        room = room_for(_user(), code)
        if password:
            refuse_uninvited(room, _user(), session.get("invitation"))
            _remember_proof(room, prove_password(room, password))
    except Refusal as refusal:
        if refusal.code not in ("INVALID_CODE", "ROOM_NOT_FOUND", "PASSWORD_INVALID"):
            raise
        field = "password" if refusal.code == "PASSWORD_INVALID" else "code"
        return make_response(_join_form(request.form, {field: refusal.words}), refusal.status)
    return go(f"/room/{room.code}")


def join(code: str) -> Response:
    """Step inside: a standing and a seat, both or neither; a visitor becomes a guest on the way."""
    try:
        room = room_for(_user(), code)
        refuse_uninvited(room, _user(), session.get("invitation"))
        proof = prove_password(room, request.form.get("password")) or _remembered_proof(room)
        with entrance():
            room = room_for(_user(), code)
            user = _user_for(room) or sign_in_guest(request.form.get("display_name", ""))
            take_seat(join_room(room, user, proof, session.get("invitation")), _session_id())
            code = room.code
    except Refusal as refusal:
        if refusal.code not in AT_THE_FIELD:
            raise
        return make_response(preview(room_for(_user(), code), refusal), refusal.status)
    session.pop("invitation", None)
    return go(f"/room/{code}")


def ask_again(code: str) -> Response:
    """Where a reload of a refused form leads: back to the preview."""
    return go(f"/room/{code}")


def preview(room: Room, refusal: Refusal | None = None) -> str:
    """What may be known of a room before joining: name, host, how many are inside; who, but behind a password."""
    user = _user()
    refuse_uninvited(room, user, session.get("invitation"))
    is_expected = belongs(user, room.code) or invitation_for(room, user, session.get("invitation")) is not None
    seats, roles = people_inside([room.id]).get(room.id, []), {each.user_id: each.role for each in members_of(room)}
    needs_password = room.has_password and not is_expected and _remembered_proof(room) is None
    return render_template(
        "rooms/preview.html",
        room=room,
        host=room.host,
        count=len(seats),
        inside=[{"user": s.user, "role": roles.get(s.user_id, "member")} for s in seats if not needs_password],
        needs_name=_user_for(room) is None,
        needs_password=needs_password,
        is_full=len(seats) >= room.max_participants,
        form=request.form,
        errors=_errors(refusal),
        name=user.display_name if user else "",
    )


def _errors(refusal: Refusal | None) -> dict[str, str]:
    if isinstance(refusal, Invalid):
        return refusal.fields
    return {"password": refusal.words} if refusal else {}


def _user() -> User | None:
    return current_user._get_current_object() if current_user.is_authenticated else None


def _user_for(room: Room) -> User | None:
    """Whoever is signed in; a guest of another room counts for nobody here and gives a name anew."""
    user = _user()
    if user is not None and user.is_guest and standing_in(room, user.id) is None:
        return None
    return user


def _session_id() -> int:
    found = current_session()
    if found is None:
        raise Refusal("UNAUTHENTICATED")
    return found.id


def _join_form(form: object, errors: dict[str, str] | None = None) -> str:
    template = "rooms/_join_dialog.html" if is_fragment() else "rooms/join.html"
    return render_template(template, form=form, errors=errors or {}, length=settings().room_code_length)


def _remember_proof(room: Room, proof: str | None) -> None:
    """The hash itself never leaves the server: only that this browser knew the password it stands for."""
    if proof is not None:
        session["proof"] = [room.id, _mark(proof)]


def _remembered_proof(room: Room) -> str | None:
    room_id, mark = session.get("proof") or (0, "")
    kept = room.password_hash
    return kept if kept and room_id == room.id and mark == _mark(kept) else None


def _mark(proof: str) -> str:
    return hashlib.sha256(proof.encode()).hexdigest()[:32]
