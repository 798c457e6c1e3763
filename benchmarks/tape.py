"""What a chunk of bytes from a socket says: the same chunk comes to many sockets and is read once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from . import frames

ENTRY = re.compile(rb'^{"event":"([^"]+)","audience":"room:\d+","seq":(\d+)')
SENT = re.compile(rb"sent-(\d+)-")
HELLO = b'{"event":"wire:hello"'


class Reading(NamedTuple):
    """What frames said.

    `seqs` are the numbers of the room's entries in it, `sent` the nanoseconds at which its messages were said,
    `taken` is how many bytes were whole frames.
    """

    seqs: tuple[int, ...]
    sent: tuple[int, ...]
    pings: int
    has_hello: bool
    is_end: bool
    taken: int


@lru_cache(maxsize=256)
def read(stream: bytes) -> Reading:
    """Every finished frame of `stream`."""
    seqs: list[int] = []
    sent: list[int] = []
    pings, has_hello, is_end, taken = 0, False, False, 0
    for opcode, payload, taken in frames.whole(stream):  # noqa: B007
        if opcode == frames.TEXT and (entry := ENTRY.match(payload)):
            seqs.append(int(entry[2]))
            said = SENT.search(payload) if entry[1] == b"message:new" else None
            sent += [int(said[1])] if said else []
        pings += opcode == frames.PING
        has_hello |= payload.startswith(HELLO)
        is_end |= opcode == frames.CLOSE
    return Reading(tuple(seqs), tuple(sent), pings, has_hello, is_end, taken)
