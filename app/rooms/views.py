"""What hosts and owners do to a room and its people, from the page."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_login import current_user

from ..accounts.access import require_user
from ..answers import ask, done, go
from ..limits import HOSTING, limit
from ..log import transaction
from . import actions
from .access import host_membership_for, kicked_from, member_of, membership_for, standing_in
from .models import Membership
from .wishes import clean_line

bp = Blueprint("rooms", __name__, url_prefix="/room/<code>")
OFF = ("off", "false", "0", "")
limit(*HOSTING, methods=["POST", "PUT", "DELETE"])(bp)


@bp.before_request
def _only_people() -> None:
    require_user()


@bp.route("/lock", methods=["PUT", "POST"])
def put_lock(code: str) -> Response:
    """`locked`: on or off."""
    with transaction():
        standing = host_membership_for(current_user, code)
        actions.set_lock(standing, _is_on("locked"))
    return done(f"/room/{code}")


@bp.post("/people/<int:user_id>/mute")
def mute(code: str, user_id: int) -> Response:
    with transaction():
        by, target = _pair(code, user_id)
        actions.mute(by, target)
    return done(f"/room/{code}")


@bp.post("/people/<int:user_id>/unmute-request")
@limit("unmute-requests", "10 per minute")
def request_unmute(code: str, user_id: int) -> Response:
    with transaction():
        by, target = _pair(code, user_id)
        actions.request_unmute(by, target)
        name = target.user.display_name
    return done(f"/room/{code}", f"{name} has been asked to unmute")


@bp.get("/people/<int:user_id>/kick")
def confirm_kick(code: str, user_id: int) -> str:
    """The question before it: a dialog for htmx, a page without."""
    by, target = _pair(code, user_id)
    return ask("rooms/_kick_dialog.html", room=by.room, target=target)


@bp.post("/people/<int:user_id>/kick")
def kick(code: str, user_id: int) -> Response:
    with transaction():
        by, target = _pair(code, user_id)
        actions.kick(by, target, clean_line(request.form.get("reason", ""))[:200])
        name = target.user.display_name
    return done(f"/room/{code}", f"{name} was removed")


@bp.post("/people/<int:user_id>/forgive")
def forgive(code: str, user_id: int) -> Response:
    with transaction():
        by = host_membership_for(current_user, code)
        target = standing_in(by.room, user_id)
        if target in kicked_from(by.room) and target is not None:
            actions.forgive(by, target)
    return done(f"/room/{code}")


@bp.post("/people/<int:user_id>/host")
def transfer_host(code: str, user_id: int) -> Response:
    with transaction():
        by, target = _pair(code, user_id)
        actions.transfer_host(by, target)
    return done(f"/room/{code}")


@bp.route("/people/<int:user_id>/cohost", methods=["PUT", "POST", "DELETE"])
def change_cohost(code: str, user_id: int) -> Response:
    """PUT makes a co-host, DELETE (or POST with `cohost` off) makes a member again."""
    with transaction():
        by, target = _pair(code, user_id)
        if request.method == "DELETE" or not _is_on("cohost", default=True):
            actions.unmake_cohost(by, target)
        else:
            actions.make_cohost(by, target)
    return done(f"/room/{code}")


@bp.post("/saved")
def save(code: str) -> Response:
    with transaction():
        standing = membership_for(current_user, code)
        actions.save_room(standing, _is_on("saved"))
    return done(f"/room/{code}", "The room is kept" if _is_on("saved") else "The room ends a day after its last use")


@bp.post("/membership/end")
def leave_for_good(code: str) -> Response:
    with transaction():
        standing = membership_for(current_user, code)
        actions.leave_room(standing)
    return go("/")


@bp.get("/closure")
def confirm_closure(code: str) -> str:
    standing = membership_for(current_user, code)
    actions.refuse_cohosts(standing)
    return ask("rooms/_close_dialog.html", room=standing.room)


@bp.post("/closure")
def close(code: str) -> Response:
    """End Room for All: hosts and the owner; co-hosts may not."""
    with transaction():
        standing = membership_for(current_user, code)
        actions.refuse_cohosts(standing)
        actions.close_room(standing.room, standing.user)
    return go("/")


@bp.get("/deletion")
def confirm_deletion(code: str) -> str:
    standing = membership_for(current_user, code)
    actions.refuse_others_than_owner(standing)
    return ask("rooms/_delete_dialog.html", room=standing.room)


@bp.route("/", methods=["DELETE"])
@bp.post("/deletion")
def delete(code: str) -> Response:
    with transaction():
        standing = membership_for(current_user, code)
        name = standing.room.name
        actions.delete_room(standing)
    return done("/", f"{name} was deleted")


def _pair(code: str, user_id: int) -> tuple[Membership, Membership]:
    by = host_membership_for(current_user, code)
    return by, member_of(by.room, user_id)


def _is_on(name: str, default: bool = False) -> bool:
    return request.form.get(name, "on" if default else "off").lower() not in OFF
