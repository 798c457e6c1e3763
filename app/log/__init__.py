"""The log: every durable change, numbered without gaps in its audience, and the way to write one."""

from .reading import entries, entries_before, epoch, head, heads
from .rows import Entry, Head, Meta
from .writing import commits, in_transaction, on_entry, transaction

__all__ = [
    "Entry",
    "Head",
    "Meta",
    "commits",
    "entries",
    "entries_before",
    "epoch",
    "head",
    "heads",
    "in_transaction",
    "on_entry",
    "transaction",
]
