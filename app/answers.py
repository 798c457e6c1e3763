"""How a door answers when it has done what was asked: to htmx, and to a plain form."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, json, make_response, redirect, render_template, request


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page, not for a whole one."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def ask(template: str, **context: Any) -> str:
    """A question: a dialog for htmx, a page of its own without."""
    layout = "layouts/fragment.html" if is_fragment() else "layouts/shell.html"
    return render_template(template, layout=layout, is_fragment=is_fragment(), **context)


def done(url: str, toast: str | None = None) -> Response:
    """Nothing to swap: the change comes by the push. A plain form is sent to `url` (303)."""
    if is_fragment():
        response = make_response("", 204)
        if toast:
            response.headers["HX-Trigger"] = json.dumps({"toast": {"text": toast}})
        return response
    if toast:
        flash(toast)
    return redirect(url, 303)  # type: ignore[return-value]


def go(url: str) -> Response:
    """Another page now: htmx is told by header, a plain form by 303."""
    if is_fragment():
        return Response("", 200, headers={"HX-Redirect": url})
    return redirect(url, 303)  # type: ignore[return-value]
