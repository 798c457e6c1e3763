"""The door of a room: its code, its preview, its password, and the step inside."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request, session
from werkzeug.wrappers import Response

from ..accounts.models import User
from ..accounts.sessions import current_session
from ..answers import go, is_fragment
from ..calls.access import people_inside
from ..calls.actions import make_way, take_seat
from ..config import settings
from ..errors import Invalid, Refusal
from ..limits import JOINS, address, guess, limit
from ..rooms.access import belongs, is_locked_out, members_of, must_knock, refuse_uninvited, room_for, standing_in
from ..rooms.actions import join_room
from ..rooms.asking import ask_hosts
from ..rooms.codes import clean_code
from ..rooms.invitations import invitation_for, leads_into
from ..rooms.knocks import waiting_in
from ..rooms.models import Room
from ..rooms.passwords import prove_password
from .guests import entrance, sign_in_guest
from .proofs import remember_proof, remembered_proof
from .viewer import is_secret, user_for, viewer

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
        room = room_for(viewer(), code)
        if password:
            refuse_uninvited(room, viewer(), session.get("invitation"))
            remember_proof(room, prove_password(room, password))
    except Refusal as refusal:
        if refusal.code not in ("INVALID_CODE", "ROOM_NOT_FOUND", "PASSWORD_INVALID"):
            raise
        field = "password" if refusal.code == "PASSWORD_INVALID" else "code"
        return make_response(_join_form(request.form, {field: refusal.words}), refusal.status)
    return go(f"/room/{room.code}")


def join(code: str) -> Response:
    """Step inside: a standing and a seat, both or neither; or knock, where a host decides about that first.

    A visitor becomes a guest on the way.
    """
    room = room_for(viewer(), code)
    try:
        proof = _proof(room)
        with entrance():
            make_way(_session_id(), room.id)
            room = room_for(viewer(), code)
            user = user_for(room) or sign_in_guest(request.form.get("display_name", ""))
            knocks = must_knock(room, user)
            if knocks:
                ask_hosts(room, user, request.form.get("note", ""), proof)
            else:
                take_seat(join_room(room, user, proof, session.get("invitation")), _session_id())
    except Refusal as refusal:
        if refusal.code not in AT_THE_FIELD:
            raise
        return make_response(door_page(room_for(viewer(), code), refusal), refusal.status)
    if not knocks and leads_into(session.get("invitation"), room):
        session.pop("invitation")
    return go(f"/room/{clean_code(code)}")


def ask_again(code: str) -> Response:
    """Where a reload of a refused form leads: back to the preview."""
    return go(f"/room/{code}")


def preview(room: Room) -> str:
    """What may be known of a room before joining; INVITE_ONLY for whom a private one shows nothing."""
    refuse_uninvited(room, viewer(), session.get("invitation"))
    return door_page(room)


def door_page(room: Room, refusal: Refusal | None = None) -> str:
    """Name, host, and who is inside, but behind a password or a waiting room; of a private one nothing but its code."""
    user, asks = viewer(), must_knock(room, user_for(room))
    is_expected = belongs(user, room.code) or invitation_for(room, user, session.get("invitation")) is not None
    seats, roles = people_inside([room.id]).get(room.id, []), {each.user_id: each.role for each in members_of(room)}
    needs_password = room.has_password and not is_expected and remembered_proof(room) is None and not is_secret(room)
    return render_template(
        "rooms/preview.html",
        room=room,
        host=room.host,
        count=len(seats),
        inside=[{"user": s.user, "role": roles.get(s.user_id, "member")} for s in seats if not needs_password],
        asks=asks,
        is_secret=is_secret(room),
        needs_name=user_for(room) is None,
        needs_password=needs_password,
        is_shut=is_locked_out(room, user) and not is_secret(room),
        is_full=len(seats) >= room.max_participants,
        waiting=_waiting(room, user),
        form=request.form,
        errors=_errors(refusal),
        name=user.display_name if user else "",
    )


def _proof(room: Room) -> str | None:
    """Of the password, as far as the viewer may be asked for one; raises INVITE_ONLY for who may not even knock."""
    if is_secret(room) and must_knock(room, user_for(room)):
        return None
    refuse_uninvited(room, viewer(), session.get("invitation"))
    return prove_password(room, request.form.get("password")) or remembered_proof(room)


def _waiting(room: Room, user: User | None) -> int:
    """How many a host on their way in will find at the door."""
    standing = standing_in(room, user.id) if user is not None else None
    return len(waiting_in(room)) if standing is not None and standing.is_current and standing.is_host else 0


def _errors(refusal: Refusal | None) -> dict[str, str]:
    if isinstance(refusal, Invalid):
        return refusal.fields
    return {"password": refusal.words} if refusal else {}


def _session_id() -> int | None:
    found = current_session()
    return found.id if found is not None else None


def _join_form(form: object, errors: dict[str, str] | None = None) -> str:
    template = "rooms/_join_dialog.html" if is_fragment() else "rooms/join.html"
    return render_template(template, form=form, errors=errors or {}, length=settings().room_code_length)
