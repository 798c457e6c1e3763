"""People: find them, disable and enable them, make and unmake administrators."""

from __future__ import annotations

from flask import Blueprint, Response

from ...accounts import actions as accounts
from ...answers import done
from ...log import transaction
from .. import lists
from ..access import another_person
from .asking import ask, me, note, page, wanted

ACTS = ("disable", "enable", "make-administrator", "unmake-administrator")


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/people", "people", people)
    act = f"/people/<int:user_id>/<any({', '.join(repr(each) for each in ACTS)}):act>"
    desk.add_url_rule(act, "confirm_person", confirm)
    desk.add_url_rule(act, "change_person", change, methods=["POST"])


def people() -> str:
    """`?show=` a kind of people, `?q=` words in name, username or e-mail address, `?page=`."""
    show, search, number = wanted(lists.PEOPLE)
    found = lists.people(show, search, number)
    return page("admin/people.html", "people", found=found, show=show, search=search, kinds=lists.PEOPLE)


def confirm(user_id: int, act: str) -> str:
    """The question before it."""
    return ask("admin/confirm_person.html", person=another_person(me(), user_id), act=act)


def change(user_id: int, act: str) -> Response:
    with transaction():
        by = me()
        person = another_person(by, user_id)
        name = person.display_name
        if act in ("disable", "enable"):
            (accounts.disable_user if act == "disable" else accounts.enable_user)(person, by)
        else:
            accounts.make_administrator(person, act == "make-administrator", by)
    note(act, person=user_id)
    return done("/admin/people", _told(act, name))


def _told(act: str, name: str) -> str:
    return {
        "disable": f"{name} is signed out everywhere and disabled",
        "enable": f"{name} can sign in again",
        "make-administrator": f"{name} is an administrator now",
        "unmake-administrator": f"{name} is no administrator any more",
    }[act]
