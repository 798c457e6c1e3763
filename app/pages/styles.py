"""The few lines of style that know who is looking: pushed partials do not."""

from __future__ import annotations

from flask import Response


def me_css(user_id: int) -> Response:
    """Rules keyed on the viewer's id: what is shown only to oneself, and only to others.

    It carries nothing secret and changes nothing but what is displayed, so anybody may have it.
    """
    mine = f':is([data-user="{user_id}"],[data-author="{user_id}"])'
    css = f"{mine} .not-me{{display:none!important}}.only-me{{display:none}}{mine} .only-me{{display:revert}}"
    return Response(css, mimetype="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"})
