"""Reports: read them with what was there to see, and say what was done."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from ...answers import go
from ...errors import Invalid
from ...log import transaction
from .. import lists
from ..access import any_report
from ..actions import resolve_report
from .asking import me, note, page, wanted


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/reports", "reports", reports)
    desk.add_url_rule("/reports/<int:report_id>", "report", report)
    desk.add_url_rule("/reports/<int:report_id>/resolution", "resolve", resolve, methods=["POST"])


def reports() -> str:
    """`?show=` open or resolved, `?page=`."""
    show, _, number = wanted(lists.REPORTS)
    return page("admin/reports.html", "reports", found=lists.reports(show, number), show=show, kinds=lists.REPORTS)


def report(report_id: int) -> str:
    return _report(report_id)


def resolve(report_id: int) -> Response:
    """`resolution`: the words that the reporter reads."""
    words = request.form.get("resolution", "")
    try:
        with transaction():
            resolve_report(any_report(report_id), me(), words)
    except Invalid as invalid:
        return make_response(_report(report_id, resolution=words, problem=invalid.words), invalid.status)
    note("resolve-report", report=report_id)
    return go("/admin/reports")


def _report(report_id: int, **typed: str) -> str:
    return page("admin/report.html", "reports", report=any_report(report_id), **typed)
