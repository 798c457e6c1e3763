"""The HTML doors of calls: what hosts do with raised hands, and what lies behind More."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask_login import current_user

from ..accounts.access import require_user
from ..answers import done
from ..limits import HOSTING, limit
from ..log import transaction
from ..rooms.access import host_membership_for, member_of, membership_for
from . import actions

bp = Blueprint("calls", __name__, url_prefix="/room/<code>")


@bp.before_request
def _only_people() -> None:
    require_user()


@bp.delete("/people/<int:user_id>/hand")
@limit(*HOSTING)
def lower_hand(code: str, user_id: int) -> Response:
    with transaction():
        by = host_membership_for(current_user, code)
        actions.lower_hand(by.room, member_of(by.room, user_id).user_id, by.user_id)
    return done(f"/room/{code}")


@bp.delete("/hands")
@limit(*HOSTING)
def lower_all_hands(code: str) -> Response:
    with transaction():
        by = host_membership_for(current_user, code)
        actions.lower_all_hands(by.room, by.user_id)
    return done(f"/room/{code}")


@bp.get("/more")
def show_more(code: str) -> str:
    """What the More button opens, fetched on its first use; nothing in it depends on who is looking."""
    return render_template("calls/_more.html", room=membership_for(current_user, code).room)
