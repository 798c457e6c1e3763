"""What two people hear of each other: requests, answers, and who is online."""

from __future__ import annotations

from markupsafe import Markup

from ..accounts.models import User
from ..db import db
from ..realtime.audience import user_audience
from ..realtime.broadcast import Broadcast, broadcast, push
from ..realtime.partial import hx_partial, partial
from ..realtime.presence import on_presence, online
from .access import friend_ids, friends_of, requests_for
from .events import (
    FriendEvent,
    FriendRemoved,
    FriendRequestAccepted,
    FriendRequestCancelled,
    FriendRequestDeclined,
    FriendRequested,
)
from .models import FriendRequest


@broadcast(FriendRequested)
def friend_requested(event: FriendRequested, audience: str) -> Broadcast:
    """Who is asked finds the request on whatever page they are, and can answer there."""
    extra = _no_notice(event)
    request = db.session.get_one(FriendRequest, event.request_id)
    if audience == user_audience(event.friend_id) and request.state == "pending":
        extra += hx_partial("#notices", partial("friends/_notice.html", request=request), "afterbegin")
    return _news(event, audience, extra + _requests(audience))


@broadcast(FriendRequestAccepted)
def friend_request_accepted(event: FriendRequestAccepted, audience: str) -> Broadcast:
    """Who asked is told by a toast; who answered knows."""
    extra = _no_notice(event) + _requests(audience) + _friends(audience)
    if audience == user_audience(event.user_id):
        friend = db.session.get_one(User, event.friend_id)
        extra += hx_partial("#toasts", partial("friends/_accepted.html", friend=friend), "beforeend")
    return _news(event, audience, extra)


@broadcast(FriendRequestDeclined, FriendRequestCancelled)
def friend_request_over(event: FriendRequestDeclined | FriendRequestCancelled, audience: str) -> Broadcast:
    """No toast: a no is only seen where one looks for it."""
    return _news(event, audience, _no_notice(event) + _requests(audience))


@broadcast(FriendRemoved)
def friend_removed(event: FriendRemoved, audience: str) -> Broadcast:
    return _news(event, audience, _no_notice(event) + _requests(audience) + _friends(audience))


@on_presence
def tell_friends(user_id: int, is_online: bool) -> None:
    """The dots beside a person's name, at all their friends'."""
    user = db.session.get(User, user_id)
    if user is None or user.is_guest:
        return
    dot = hx_partial(f"#presence-{user_id}", partial("friends/_presence.html", user_id=user_id, is_online=is_online))
    data = {"user_id": user_id, "userId": user_id, "username": user.username}
    for friend_id in friend_ids(user_id):
        push(user_audience(friend_id), "user:online" if is_online else "user:offline", data=data, content=dot)


def _news(event: FriendEvent, audience: str, content: Markup) -> Broadcast:
    sender, recipient = (db.session.get_one(User, user_id) for user_id in (event.user_id, event.friend_id))
    data = {"request_id": event.request_id, "sender": _face(sender), "recipient": _face(recipient)}
    return Broadcast(event.type, data=data, content=content, script=True)


def _face(user: User) -> dict[str, object]:
    return {"id": user.id, "username": user.username, "name": user.display_name, "avatar": user.avatar_url}


def _no_notice(event: FriendEvent) -> Markup:
    """Answered in another tab, or heard twice: there is at most one notice of a request."""
    return hx_partial(f"#friend-notice-{event.request_id}", "", "delete")


def _requests(audience: str) -> Markup:
    """The list on the friends page, and the bell on every page."""
    requests = requests_for(_viewer(audience))
    panel = partial("friends/_requests.html", requests=requests, csrf="")
    bell = partial("shared/_bell.html", requests=len(requests.received))
    return hx_partial("#friend-requests", panel) + hx_partial("#bell", bell)


def _friends(audience: str) -> Markup:
    return hx_partial("#friend-list", friends_panel(_viewer(audience), ""))


def friends_panel(user: User, csrf: str) -> Markup:
    """The list of friends, those who are online first; `csrf` is for pages without scripts."""
    friends = friends_of(user)
    here = online(friend.id for friend in friends)
    friends.sort(key=lambda friend: (friend.id not in here, friend.display_name.casefold()))
    return partial("friends/_friends.html", friends=friends, online=here, csrf=csrf)


def _viewer(audience: str) -> User:
    return db.session.get_one(User, int(audience.partition(":")[2]))
