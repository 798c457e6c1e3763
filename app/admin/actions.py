"""Every write of reports: filing one, and saying what became of it."""

from __future__ import annotations

import unicodedata

from .. import clock
from ..accounts.models import User
from ..db import db
from ..errors import Invalid, Refusal
from ..events import announce
from ..rooms.models import Room
from .context import context_of
from .events import ReportFiled, ReportResolved
from .models import KINDS, Report

MOST_CHARACTERS = 2000


def file_report(reporter: User, kind: str, subject_id: int, room: Room, reason: str) -> Report:
    """Tell the administrators about a person, a message or the whole of `room`, with what was there to see.

    `room` is one that the reporter was found to belong to. Raises Invalid and what `context_of` raises.
    """
    if kind not in KINDS:
        raise Invalid({"kind": "Report a person, a message or a room."})
    words = _words(reason, "reason", "Say in a sentence what is wrong.")
    subject_id = room.id if kind == "room" else subject_id
    context = context_of(kind, subject_id, room, reporter)
    report = Report(
        reporter_id=reporter.id, kind=kind, subject_id=subject_id, room_id=room.id, reason=words, context=context
    )
    db.session.add(report)
    db.session.flush()
    announce(ReportFiled(report_id=report.id, reporter_id=reporter.id, actor_id=reporter.id))
    return report


def resolve_report(report: Report, by: User, resolution: str) -> None:
    """Close a report with words that its reporter reads. Raises CONFLICT when somebody else has done so."""
    words = _words(resolution, "resolution", "Say in a sentence what was done: the reporter reads it.")
    db.session.refresh(report, with_for_update={"of": Report})
    if report.resolved_at is not None:
        raise Refusal("CONFLICT")
    report.resolved_at = clock.now()
    report.resolved_by_id = by.id
    report.resolution = words
    announce(ReportResolved(report_id=report.id, reporter_id=report.reporter_id, actor_id=by.id))


def _words(given: str, field: str, missing: str) -> str:
    kept = "".join(c for c in given if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if not kept:
        raise Invalid({field: missing})
    if len(kept) > MOST_CHARACTERS:
        raise Invalid({field: f"That is {len(kept):,} characters; {MOST_CHARACTERS:,} fit."})
    return kept
