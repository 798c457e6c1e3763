"""What a call needs, tried from where somebody sits: the page /doctor, and short-lived credentials for its relay."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, NamedTuple

from flask import Blueprint, Response, jsonify, render_template, request
from redis.exceptions import RedisError

from .. import limits
from ..accounts.sessions import current_session
from ..calls.providers.mesh import TURN_LIFETIME, ice_servers
from ..config import settings
from ..realtime.redis_line import connect

# Who is nobody yet may try the relay too, but not use it for anything else: briefly, seldom, and all of them together.
VISITOR_LIFETIME = 120
VISITOR = limits.Limit("doctor-visitor", "6 per hour")
ALL_VISITORS = limits.Limit("doctor-visitors", "120 per hour")
PERSON = limits.Limit("doctor", "30 per hour")
WAYS = {"udp": "UDP", "tcp": "TCP", "tls": "TLS"}


class Finding(NamedTuple):
    """One thing that the server knows of itself; `state` is ok, weak or failed."""

    state: str
    title: str
    words: str


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/doctor", view_func=limits.limit("doctor-page")(doctor))  # each look asks the messenger
    bp.add_url_rule("/doctor/credentials", view_func=credentials, methods=["POST"], endpoint="doctor_credentials")


def doctor() -> str:
    """For everybody: what is wrong may be what keeps them from coming in."""
    return render_template(
        "doctor/doctor.html", findings=_findings(), ways=_ways(), has_stun=bool(settings().stun_urls)
    )


def credentials() -> Response:
    """The addresses of STUN and TURN with credentials of whoever asks, for scripts."""
    session = current_session()
    if session is not None:
        limits.hit(*PERSON, limits.who())
        servers = ice_servers(f"doctor-{session.id}", TURN_LIFETIME)
    else:
        limits.hit(*VISITOR, limits.address())
        limits.hit(*ALL_VISITORS, "everybody")
        servers = ice_servers(f"doctor-{_pseudonym()}", VISITOR_LIFETIME)
    response = jsonify({"ice_servers": servers})
    response.headers["Cache-Control"] = "no-store"
    return response


def _pseudonym() -> str:
    """What coturn counts the allocations of one address by, without being told the address."""
    key, address = settings().secret_key.encode(), limits.address().encode()
    return hmac.new(key, b"doctor:" + address, hashlib.sha256).hexdigest()[:16]


def _ways() -> list[dict[str, Any]]:
    """The relay's addresses in their order; `name` says how each is spoken to."""
    if not settings().turn_secret:
        return []
    return [{"url": url, "name": WAYS[_way(url)]} for url in settings().turn_urls]


def _way(url: str) -> str:
    if url.startswith("turns:"):
        return "tls"
    return "tcp" if url.endswith("transport=tcp") else "udp"


def _findings() -> list[Finding]:
    """In words; nothing here names an address behind the proxy."""
    return [_secure(), _stun(), _turn(), _pushes()]


def _secure() -> Finding:
    title = "Secure line"
    if request.is_secure or settings().is_https:
        return Finding("ok", title, "This server is reached by https, as browsers want it for cameras and microphones.")
    if request.host.rsplit(":", 1)[0] in ("localhost", "127.0.0.1", "[::1]"):
        return Finding("ok", title, "Without https, but on this very machine: here browsers allow it.")
    words = (
        "This server is reached without https: browsers give it neither camera nor microphone. Whoever runs it must put"
    )
    return Finding("failed", title, f"{words} a proxy with a certificate in front and set PUBLIC_URL.")


def _stun() -> Finding:
    title = "Address from outside (STUN)"
    if settings().stun_urls:
        return Finding("ok", title, "A server tells browsers how they are seen from outside.")
    return Finding("weak", title, "Not set up (STUN_URLS): people in different networks may not find a way.")


def _turn() -> Finding:
    title = "Relay (TURN)"
    if not settings().turn_urls:
        return Finding("weak", title, "Not set up (TURN_URLS): people behind strict firewalls cannot be seen or heard.")
    if not settings().turn_secret:
        return Finding("failed", title, "Set up without its secret (TURN_SECRET): nobody can use it.")
    return Finding("ok", title, f"Set up, over {', '.join(way['name'] for way in _ways())}. It is tried on this page.")


def _pushes() -> Finding:
    title = "News between people"
    if not settings().redis_url:
        return Finding("ok", title, "Told by this server itself.")
    try:
        with connect(settings().redis_url) as client:
            client.ping()
    except (RedisError, OSError):
        return Finding("weak", title, "The messenger between the server’s parts is away: news may be a second late.")
    return Finding("ok", title, "The messenger between the server’s parts answers.")
