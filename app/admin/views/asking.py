"""How the desk draws a page, a list and a question before something is done."""

from __future__ import annotations

import structlog
from flask import render_template, request
from flask_login import current_user

from ...accounts.models import User
from ...answers import is_fragment
from ..access import administrator
from ..counts import open_reports

logger = structlog.stdlib.get_logger("guftagu.admin")


def page(template: str, here: str, **context: object) -> str:
    """A page of the desk; `here` is the entry of the side menu that it belongs to."""
    return render_template(template, here=here, open_reports=open_reports(), **context)


def ask(template: str, **context: object) -> str:
    """A question, in the dialogs of the page or on a page of its own."""
    is_part = is_fragment()
    layout = "layouts/fragment.html" if is_part else "layouts/shell.html"
    return render_template(template, layout=layout, is_fragment=is_part, **context)


def wanted(choices: tuple[str, ...]) -> tuple[str, str, int]:
    """What the list's address asks for: which kind (the first one by default), words to find, page."""
    show = request.args.get("show", "")
    number = request.args.get("page", 1, type=int)
    return show if show in choices else choices[0], request.args.get("q", "")[:100], number


def me() -> User:
    """The administrator at the desk."""
    return administrator(current_user)


def note(act: str, **facts: object) -> None:
    """Keep in the log what an administrator did."""
    logger.info("administrator acted", act=act, by=me().id, **facts)
