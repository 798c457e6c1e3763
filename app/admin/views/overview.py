"""The desk's first page: how much there is of everything."""

from __future__ import annotations

from flask import Blueprint

from ...calls.minutes import budget
from ..counts import counts
from .asking import page


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/", "overview", overview)


def overview() -> str:
    return page("admin/overview.html", "overview", counts=counts(), minutes=budget())
