"""Every write of calls, by subject."""

from .leaving import end_call_in, lapse, leave_call, leave_everywhere, leave_from
from .seats import connect, renew, shorten, take_seat
from .switching import switch

__all__ = [
    "connect",
    "end_call_in",
    "lapse",
    "leave_call",
    "leave_everywhere",
    "leave_from",
    "renew",
    "shorten",
    "switch",
    "take_seat",
]
