"""What the API answers: the shapes in the document, by which every answer is filtered."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields


class Problem(Schema):
    """RFC 9457; `code` is for programs, `detail` for people, `fields` says what is wrong where."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    fields_ = fields.Dict(keys=fields.String(), values=fields.String(), data_key="fields")


class Done(Schema):
    """It is done."""

    success = fields.Boolean(required=True)


class Person(Schema):
    """Somebody, as far as everybody in the room may know them."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    username = fields.String(allow_none=True)
    avatar = fields.String(allow_none=True)
    isGuest = fields.Boolean()


class Member(Person):
    """Somebody who belongs to the room; `isInside` says whether they are in the call now."""

    role = fields.String(required=True)
    isHost = fields.Boolean(required=True)
    isMuted = fields.Boolean(required=True)
    isInside = fields.Boolean(required=True)
    joinedAt = fields.String(required=True)


class Room(Schema):
    """A room. `participants`, `metadata`, `role` and `expiresAt` are there for its members only."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    hostId = fields.Integer(required=True)
    hostName = fields.String(required=True)
    isLocked = fields.Boolean(required=True)
    isPublic = fields.Boolean(required=True)
    hasPassword = fields.Boolean(required=True)
    maxUsers = fields.Integer(required=True)
    maxParticipants = fields.Integer(required=True)
    participantCount = fields.Integer(required=True, metadata={"description": "People in the call now."})
    state = fields.String(required=True, metadata={"enum": ["CREATED", "ACTIVE", "FULL"]})
    videoEnabled = fields.Boolean(required=True)
    audioEnabled = fields.Boolean(required=True)
    screenShareEnabled = fields.Boolean(required=True)
    chatEnabled = fields.Boolean(required=True)
    waitingRoom = fields.Boolean(required=True)
    recordingEnabled = fields.Boolean(required=True)
    quality = fields.String(required=True, metadata={"description": "auto, high or saver"})
    createdAt = fields.String(required=True)
    updatedAt = fields.String(required=True)
    expiresAt = fields.String(allow_none=True)
    isSaved = fields.Boolean()
    role = fields.String()
    metadata = fields.Dict(keys=fields.String())
    participants = fields.List(fields.Nested(Member))


class RoomFound(Schema):
    """A room under a key of its own."""

    success = fields.Boolean(required=True)
    room = fields.Nested(Room, required=True)


class Entered(RoomFound):
    """A room and the token for it; `participant` is the seat to take over by `call:join`."""

    roomCode = fields.String(required=True)
    room_code = fields.String(required=True)
    token = fields.String(required=True)
    userId = fields.Integer(required=True)
    participant = fields.String()


class RoomLists(Schema):
    """The caller's rooms."""

    created = fields.List(fields.Nested(Room), required=True)
    joined = fields.List(fields.Nested(Room), required=True)


class Me(Person):
    """The caller themselves."""

    email = fields.String(allow_none=True)
    isAdministrator = fields.Boolean(required=True)
    roomCode = fields.String(allow_none=True, metadata={"description": "The room that this token is for."})
