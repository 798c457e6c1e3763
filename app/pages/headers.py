"""What every answer says to the browser about what it may do, and what a request may be."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from ..config import settings
from ..errors import Refusal

SAFE = {"GET", "HEAD", "OPTIONS"}
SHARED = ("camera", "microphone", "display-capture", "autoplay", "fullscreen", "screen-wake-lock")
OURS = "picture-in-picture=(self), clipboard-write=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"
# Where Daily's library tries in turn to load a room's page from.
DAILY_HOSTS = ("https://*.daily.co", "https://*.dailywebrtc.com", "https://*.dailywebrtc.net")


def install(app: Flask) -> None:
    """Refuse cross-site writes, and send the security headers with everything."""
    app.before_request(_refuse_cross_site)
    app.after_request(_protect)


def allow_frame(url: str) -> str:
    """Let the page that is being answered show the call at `url` in a frame that may use the devices; its origin."""
    parts = urlsplit(url)
    g.frame_origin = f"{parts.scheme}://{parts.netloc}"
    return str(g.frame_origin)


def content_security_policy() -> str:
    """The policy of every page: nothing but our own files, our own socket, and the frame of a call that needs one."""
    origin = urlsplit(settings().public_url or request.host_url)
    socket = f"{'wss' if origin.scheme == 'https' else 'ws'}://{origin.netloc}"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        f"media-src 'self' blob:; connect-src 'self' {socket}; font-src 'self'; manifest-src 'self'; "
        "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        f"{_frames()}"
    )


def permissions_policy() -> str:
    """Devices are for us alone, and for the frame of a call by its exact origin: wildcards are not understood."""
    allowed = f'(self "{g.frame_origin}")' if "frame_origin" in g else "(self)"
    return ", ".join([*(f"{name}={allowed}" for name in SHARED), OURS])


def _frames() -> str:
    if "frame_origin" not in g:
        return ""
    is_daily = g.frame_origin.endswith(".daily.co")
    return f"; frame-src {' '.join(DAILY_HOSTS) if is_daily else g.frame_origin}"


def _refuse_cross_site() -> None:
    """Fetch Metadata: a browser says itself when another site is behind a request."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    is_api = request.path.startswith("/api/")
    if request.method not in SAFE and site not in ("same-origin", "none") and not is_api:
        raise Refusal("CROSS_SITE")


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_security_policy())
    headers.setdefault("Permissions-Policy", permissions_policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if settings().is_https:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-store")
        response.vary.add("HX-Request")
    return response
