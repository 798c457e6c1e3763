"""What the one who reported is told: that it arrived, and what became of it."""

from __future__ import annotations

from ..db import db
from ..realtime.broadcast import Broadcast, broadcast
from ..realtime.partial import hx_partial, partial
from .events import ReportFiled, ReportResolved
from .models import Report


@broadcast(ReportFiled)
def report_filed(event: ReportFiled, _audience: str) -> Broadcast:
    return Broadcast("report:filed", data={"report_id": event.report_id})


@broadcast(ReportResolved)
def report_resolved(event: ReportResolved, _audience: str) -> Broadcast | None:
    """The administrator's answer, in their words."""
    report = db.session.get(Report, event.report_id)
    if report is None:
        return None
    return Broadcast(
        "report:resolved",
        data={"report_id": report.id, "resolution": report.resolution},
        content=hx_partial("#notices", partial("admin/_answer.html", report=report), "afterbegin"),
    )
