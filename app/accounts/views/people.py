"""The small card that others see."""

from __future__ import annotations

from flask import Blueprint

from ...answers import ask
from ..access import person_for, require_user


def routes(bp: Blueprint) -> None:
    bp.add_url_rule("/people/<int:user_id>", view_func=show_person)


def show_person(user_id: int) -> str:
    """For those who share a room with them or are friends: a dialog for htmx, else a page."""
    viewer = require_user()
    return ask("accounts/_person_card.html", person=person_for(viewer, user_id))
