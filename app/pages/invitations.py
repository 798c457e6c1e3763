"""Asking people in from the page, and following an invitation's link."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, json, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from ..accounts.access import require_user
from ..answers import ask, done, is_fragment
from ..errors import Invalid, Refusal
from ..limits import HOSTING, INVITATION_LINKS, guess, limit
from ..log import transaction
from ..rooms.access import membership_for
from ..rooms.actions import invite, make_invitation_link, may_invite, revoke_link
from ..rooms.invitations import link_with, links_for, room_invited_to
from ..rooms.models import Membership
from . import links
from .invitees import invitees
from .viewer import viewer

LIFETIMES = {"hour": ("1 hour", timedelta(hours=1)), "day": ("1 day", timedelta(days=1))}
LIFETIMES |= {"week": ("7 days", timedelta(days=7)), "month": ("30 days", timedelta(days=30))}
USES = {"1": 1, "5": 5, "10": 10, "25": 25, "any": None}


def routes(bp: Blueprint) -> None:
    at = "/room/<code>/invitations"
    send_limited = limit("invitations", "30 per hour")(send)
    make_limited, revoke_limited = limit(*INVITATION_LINKS)(make_link), limit(*HOSTING)(revoke)
    bp.add_url_rule(at, view_func=show_invitations)
    bp.add_url_rule(at, view_func=send_limited, methods=["POST"], endpoint="invite")
    bp.add_url_rule(f"{at}/links", view_func=show_links)
    bp.add_url_rule(f"{at}/links", view_func=make_limited, methods=["POST"], endpoint="make_link")
    bp.add_url_rule(
        f"{at}/<int:invitation_id>/revocation", view_func=revoke_limited, methods=["POST"], endpoint="revoke_link"
    )
    bp.add_url_rule("/i/<token>", view_func=guess(follow_link))


def show_invitations(code: str) -> str:
    """The Invite People dialog: code, link, QR, ways to share, friends to tick, links that are out."""
    standing = membership_for(require_user(), code)
    room_id, token = session.pop("new_link", (0, ""))
    return _dialog(standing, token if room_id == standing.room_id else "")


def show_links(code: str) -> str | Response:
    """Those that work now, for a dialog that is open while they change."""
    standing = membership_for(require_user(), code)
    if not is_fragment():
        return redirect(f"/room/{code}/invitations", 303)
    made = links_for(standing) if may_invite(standing) else []
    at = f"/room/{standing.room.code}/invitations"
    return render_template("rooms/_invite_made.html", at=at, is_fragment=True, made=made, remaining=links.remaining)


def send(code: str) -> Response:
    """Invite every ticked friend (`friend`, repeated) who can be asked."""
    chosen = set(request.form.getlist("friend"))
    with transaction():
        standing = membership_for(require_user(), code)
        asked = [row for row in invitees(standing) if str(row.user.id) in chosen]
        names = [row.user.display_name for row in asked if not row.why_not]
        for row in asked:
            if not row.why_not:
                invite(standing, row.user)
    if not asked:
        return make_response(_dialog(membership_for(require_user(), code), "", "Tick at least one friend."), 422)
    if not names:
        return done(f"/room/{code}", "They are asked or inside already")
    return done(f"/room/{code}", f"Invitation sent to {names[0] if len(names) == 1 else f'{len(names)} friends'}")


def make_link(code: str) -> Response:
    """A link that `lasts` so long for so many `uses`; its address is shown this once."""
    lasts, uses = request.form.get("lasts", "week"), request.form.get("uses", "any")
    with transaction():
        standing = membership_for(require_user(), code)
        if lasts not in LIFETIMES or uses not in USES:
            raise Invalid({"lasts": "Choose how long the link works and for how many people."})
        token = make_invitation_link(standing, USES[uses], LIFETIMES[lasts][1])
        room_id = standing.room_id
    if is_fragment():
        return make_response(_dialog(membership_for(require_user(), code), token))
    session["new_link"] = (room_id, token)
    return redirect(f"/room/{code}/invitations", 303)


def revoke(code: str, invitation_id: int) -> Response:
    """Nobody comes in by this link any more."""
    with transaction():
        revoke_link(membership_for(require_user(), code), invitation_id)
    if not is_fragment():
        return done(f"/room/{code}/invitations", "The link is revoked")
    return make_response("", 200, {"HX-Trigger": json.dumps({"toast": {"text": "The link is revoked"}})})


def follow_link(token: str) -> Response:
    """Remember the invitation and go to the room; the secret stays out of its address."""
    try:
        room = room_invited_to(token, viewer())
    except Refusal as refusal:
        refusal.headers["Referrer-Policy"] = "no-referrer"
        raise
    session["invitation"] = token
    response = make_response(redirect(f"/room/{room.code}", 303))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _dialog(standing: Membership, token: str, problem: str = "") -> str:
    """`token` is of the link that was made just now, if any; else it is the room's usual one."""
    room, is_allowed = standing.room, may_invite(standing)
    if token:
        link = links.invitation_url(token)
    else:
        link = links.link_to(standing) if is_allowed else links.room_url(room.code)
    return ask(
        "rooms/_invite_dialog.html",
        room=room,
        may_invite=is_allowed,
        link=link,
        shared=link_with(link.rpartition("/i/")[2]) if "/i/" in link else None,
        is_new=bool(token),
        qr=links.qr_svg(link),
        shares=links.shares(room, link),
        friends=invitees(standing) if is_allowed else [],
        made=links_for(standing) if is_allowed else [],
        lifetimes=[(key, words) for key, (words, _) in LIFETIMES.items()],
        uses=[("any", "No limit"), *((key, f"{key} use" + "s" * (key != "1")) for key in USES if key != "any")],
        remaining=links.remaining,
        problem=problem,
    )
