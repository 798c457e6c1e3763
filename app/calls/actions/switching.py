"""What the switches of a tab say."""

from __future__ import annotations

from ...events import announce
from ...rooms.models import Membership
from ..events import ParticipantChanged
from ..models import Participant


def switch(participant: Participant, standing: Membership, mic: bool, camera: bool, screen: bool) -> None:
    """Microphone, camera and screen as this tab now has them, within what the room allows."""
    room = standing.room
    participant.mic_on = mic and room.audio_enabled
    participant.camera_on = camera and room.video_enabled
    participant.screen_on = screen and room.screen_share_enabled
    if participant.mic_on:
        standing.is_muted = False
    announce(
        ParticipantChanged(
            room_id=room.id,
            user_id=participant.user_id,
            participant_id=participant.id,
            mic=participant.mic_on,
            camera=participant.camera_on,
            screen=participant.screen_on,
            actor_id=participant.user_id,
        )
    )
