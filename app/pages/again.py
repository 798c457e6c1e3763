"""A request whose transaction the database gave up for another's sake is answered anew, as if it had come a moment later."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app, request, session
from flask.typing import ResponseReturnValue

from ..accounts import sessions
from ..db import insist
from ..limits import counting_once
from ..log import commits

Dispatch = Callable[[], ResponseReturnValue]


def install(app: Flask) -> None:
    """Stand between `app` and its views: what is asked before them, CSRF and limits, is asked once."""
    dispatch = app.dispatch_request
    app.dispatch_request = lambda: _answer(dispatch)  # type: ignore[method-assign]


def _answer(dispatch: Dispatch) -> ResponseReturnValue:
    """What the view answers. Only as long as nothing was committed is there a further try: nothing is done twice."""
    if request.url_rule is None or request.url_rule.websocket:
        return dispatch()  # a socket's acts are repeated one by one
    before = commits()
    with counting_once():
        return insist(dispatch, if_=lambda: commits() == before and _begin_anew())


def _begin_anew() -> bool:
    """Bring the request back to how it came: who asks, what the browser keeps, and files at their beginning."""
    sessions.step_back()
    # What was added may stay, a form's token is in it; what was taken out is back.
    session.update(current_app.session_interface.open_session(current_app, request) or {})
    for upload in request.files.values():
        upload.seek(0)
    return True
