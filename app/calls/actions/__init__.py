"""Every write of calls, by subject."""

from .devices import make_way
from .hands import lower_all_hands, lower_hand, raise_hand
from .leases import renew, shorten
from .leaving import end_call_in, lapse, leave_call, leave_everywhere, leave_from
from .moving import move_call
from .recording import answer_recording, ask_to_record, end_forbidden_recording, stop_recording
from .seats import connect, take_seat
from .switching import switch

__all__ = [
    "answer_recording",
    "ask_to_record",
    "connect",
    "end_call_in",
    "end_forbidden_recording",
    "lapse",
    "leave_call",
    "leave_everywhere",
    "leave_from",
    "lower_all_hands",
    "lower_hand",
    "make_way",
    "move_call",
    "raise_hand",
    "renew",
    "shorten",
    "stop_recording",
    "switch",
    "take_seat",
]
