"""Polite noes: every refusal has a code, a status and words that say what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """How one code is told: HTTP status, a title, and words (a format string over the facts)."""

    status: int
    title: str
    words: str


ANSWERS: dict[str, Answer] = {
    "ALREADY_HOST": Answer(409, "Already the host", "{name} is the host already."),
    "CANNOT_KICK_SELF": Answer(400, "That is you", "You cannot remove yourself. You can leave the room."),
    "CHAT_DISABLED": Answer(403, "Chat is off", "The host has switched chat off in this room."),
    "CLIENT_ID_REUSED": Answer(422, "Sent before", "This message was sent before with other words."),
    "CONFLICT": Answer(409, "Changed meanwhile", "Somebody else was faster. Look again and decide anew."),
    "CROSS_SITE": Answer(403, "Not from here", "This request came from another site and was not carried out."),
    "DAILY_BUSY": Answer(503, "One moment", "Daily cannot let you into the call just now. Try again in a minute."),
    "FEATURE_DISABLED": Answer(403, "Not available here", "{words}"),
    "FORBIDDEN": Answer(403, "Not for you", "You may see this, but not change it."),
    "FORM_EXPIRED": Answer(400, "The page was open too long", "Load the page again and repeat what you did."),
    "INVALID": Answer(422, "Something needs a second look", "{message}"),
    "INVALID_CODE": Answer(404, "Invalid Room Code", "The room “{room_code}” doesn’t exist or has expired. {hint}"),
    "INVALID_TOKEN": Answer(401, "Invalid token", "This token is wrong, has expired or was revoked."),
    "INVITATION_OVER": Answer(410, "This invitation has ended", "{words}"),
    "INVITE_ONLY": Answer(403, "Invite only", "This room is private. Ask the host for an invitation."),
    "KICKED": Answer(403, "You were removed from the room", "{words}"),
    "KNOCK_DECLINED": Answer(403, "Not this time", "The host did not let you in. You can ask again in {wait}."),
    "KNOCK_OVER": Answer(409, "Nobody at the door", "{words}"),
    "LINKS_FULL": Answer(409, "Enough links", "This room has {count} invitation links already. Take one back first."),
    "MEMBER_NOT_FOUND": Answer(404, "Not in this room", "That person is not in this room."),
    "METHOD_NOT_ALLOWED": Answer(405, "Not that way", "This address does not answer to that method."),
    "NOT_FOUND": Answer(404, "Nothing here", "There is nothing at this address, or not for you."),
    "NOT_HOST": Answer(403, "Only for the host", "Only the host can do this."),
    "NOT_MEMBER": Answer(403, "Not a member of this room", "Join the room first."),
    "PASSWORD_INVALID": Answer(
        403, "Wrong password", "That is not the password of this room. Ask the host, then try again."
    ),
    "PASSWORD_REQUIRED": Answer(403, "Password required", "This room asks for a password."),
    "PAYLOAD_TOO_LARGE": Answer(413, "Too large", "That is more than this page takes. Send less."),
    "PICTURES_FULL": Answer(
        409, "No space for pictures", "This room’s chat holds {most} MB of pictures already. Open a new room for more."
    ),
    "RATE_LIMITED": Answer(429, "Too fast", "That was too often. Try again in {wait}."),
    "ROOM_CLOSED": Answer(410, "Room closed", "Room has been closed by host."),
    "ROOM_CODE_GENERATION_FAILED": Answer(503, "No free code", "No free room code was found. Try again."),
    "ROOM_CREATION_CLOSED": Answer(403, "Rooms are not open to all", "{words}"),
    "ROOM_EXPIRED": Answer(410, "Room expired", "This room ended after a day without anybody in it."),
    "ROOM_FULL": Answer(
        409,
        "Room is Full",
        "This room has reached maximum capacity ({count}/{max}). You can create your own room instead.",
    ),
    "ROOM_LOCKED": Answer(423, "Room is locked", "The host has locked this room. Wait until it is open again."),
    "ROOM_NOT_FOUND": Answer(404, "Invalid Room Code", "The room “{room_code}” doesn’t exist or has expired."),
    "SAVED_ROOMS_FULL": Answer(409, "No more saved rooms", "You keep {count} rooms already. Let one go first."),
    "TARGET_OUTRANKS": Answer(403, "Not above you", "{name} stands as high in this room as you do."),
    "UNAUTHENTICATED": Answer(401, "Authentication required", "Sign in first."),
    "UNAVAILABLE": Answer(503, "One moment", "The server cannot answer just now. Your words are kept; try again."),
    "UNKNOWN_ERROR": Answer(500, "Something broke", "This is our fault, and it has been noted. Try again."),
    "UNKNOWN_EVENT": Answer(400, "Unknown event", "There is no event called {event}."),
    "USER_DISABLED": Answer(403, "Account disabled", "An administrator has disabled this account."),
    "WAITING": Answer(403, "At the door", "The host has been told that you are here. Wait until you are let in."),
    "WRONG_CREDENTIALS": Answer(401, "Not signed in", "That name and password do not belong together."),
    "YOURSELF": Answer(400, "That is you", "You cannot do this with yourself."),
}


class Refusal(Exception):
    """A no with a code out of ANSWERS; `facts` fill its words and go to API clients too.

    `ways` are (address, words) pairs for people, where the code alone does not know how to go on.
    """

    ways: tuple[tuple[str, str], ...] = ()

    def __init__(self, code: str, *, headers: dict[str, str] | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.answer = ANSWERS[code]
        self.facts = facts
        self.headers = headers or {}

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def words(self) -> str:
        facts = _Missing(self.facts)
        if "seconds" in facts:
            facts["wait"] = _spoken(facts["seconds"])
        return self.answer.words.format_map(facts).strip()


class Invalid(Refusal):
    """What was typed needs a second look: `fields` maps each field to the words beside it."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("INVALID", message=" ".join(fields.values()), fields=fields)
        self.fields = fields


def _spoken(seconds: int) -> str:
    """How long to wait, as one would say it."""
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if seconds > 1.5 * size:
            return f"about {round(seconds / size)} {unit}"
    return f"{seconds} second" + ("" if seconds == 1 else "s")


class _Missing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
