"""Recording a call in the browser of one who is in it: asked aloud, agreed to one by one, over when they go."""

from __future__ import annotations

from sqlalchemy import update

from ...db import db
from ...errors import Refusal
from ...events import announce
from ...rooms.access import standing_in
from ...rooms.holding import hold
from ...rooms.models import Membership, Room
from ..access import live_call
from ..events import RecordingAnswered, RecordingAsked, RecordingEnded
from ..models import Call, Participant


def ask_to_record(participant: Participant, standing: Membership) -> None:
    """This participant's browser records from here on, of the others those who agree.

    Raises NOT_HOST, FEATURE_DISABLED, or CONFLICT while somebody else records.
    """
    call = participant.call
    hold(call.room_id)  # of two hosts who ask at once one records
    db.session.refresh(call)
    _refuse(call, standing)
    if call.recorder_id == participant.id:
        return
    if recorder_of(call) is not None:
        raise Refusal("CONFLICT")
    # Those whose seat has lapsed as well: it may be renewed before it is taken away.
    answered = update(Participant).where(Participant.call_id == call.id, Participant.recording_consent.is_not(None))
    db.session.execute(answered.values(recording_consent=None), execution_options={"synchronize_session": "fetch"})
    participant.recording_consent = True
    call.recorder_id = participant.id
    db.session.flush()
    announce(
        RecordingAsked(
            room_id=call.room_id,
            user_id=participant.user_id,
            participant_id=participant.id,
            actor_id=participant.user_id,
        )
    )


def answer_recording(participant: Participant, has_agreed: bool, to: str | None = None) -> None:
    """Yes or no, and as often as one thinks better of it; nothing where nobody records.

    `to` is the participant who asked: what was said to one recording counts for no other.
    """
    recorder = recorder_of(participant.call)
    if recorder is None or to not in (None, recorder.id) or participant.recording_consent is has_agreed:
        return
    if participant.call.recorder_id == participant.id:
        return
    participant.recording_consent = has_agreed
    db.session.flush()
    announce(
        RecordingAnswered(
            room_id=participant.call.room_id,
            user_id=participant.user_id,
            participant_id=participant.id,
            has_agreed=has_agreed,
            actor_id=participant.user_id,
        )
    )


def stop_recording(participant: Participant) -> None:
    """Who records stops, nobody else."""
    if participant.call.recorder_id == participant.id:
        _end(participant.call, participant.user_id, "stopped")


def end_recording_by(seat: Participant) -> None:
    """This participant is gone, or somebody new to the others: their recording is over."""
    if seat.call.recorder_id == seat.id:
        _end(seat.call, seat.user_id, "left")


def end_forbidden_recording(room: Room) -> None:
    """Who records may not any more, or the room does not allow it."""
    hold(room.id)
    call = live_call(room)
    recorder = recorder_of(call) if call is not None else None
    if call is None or recorder is None:
        return
    standing = standing_in(room, recorder.user_id)
    if standing is None or not standing.is_host or not room.recording_enabled:
        _end(call, recorder.user_id, "forbidden")


def recorder_of(call: Call) -> Participant | None:
    """Whose browser records this call."""
    return db.session.get(Participant, call.recorder_id) if call.recorder_id is not None else None


def _refuse(call: Call, standing: Membership) -> None:
    if not standing.is_host:
        raise Refusal("NOT_HOST")
    if not standing.room.recording_enabled:
        raise Refusal("FEATURE_DISABLED", words="Recording is off in this room. A host can allow it in its settings.")
    if call.provider != "mesh":
        raise Refusal("FEATURE_DISABLED", words="A call that Daily carries cannot be recorded in the browser.")


def _end(call: Call, user_id: int, reason: str) -> None:
    call.recorder_id = None
    db.session.flush()
    announce(RecordingEnded(room_id=call.room_id, user_id=user_id, reason=reason, actor_id=user_id))
