"""What can happen to reports; the one who reported hears it."""

from __future__ import annotations

from dataclasses import dataclass

from ..events import Event


@dataclass(frozen=True, kw_only=True)
class ReportEvent(Event):
    """A fact about a report."""

    report_id: int
    reporter_id: int

    @property
    def audiences(self) -> tuple[str, ...]:
        return (f"user:{self.reporter_id}",)


@dataclass(frozen=True, kw_only=True)
class ReportFiled(ReportEvent):
    type = "report:filed"


@dataclass(frozen=True, kw_only=True)
class ReportResolved(ReportEvent):
    type = "report:resolved"
