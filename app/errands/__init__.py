"""What is to be done elsewhere after a commit: left with the change itself, done at least once, by whoever is free."""

from .kinds import NotNow, errand
from .leaving import leave
from .running import start, stop, wake_for_due, work_off

__all__ = ["NotNow", "errand", "leave", "start", "stop", "wake_for_due", "work_off"]
