"""`guftagu room`: look at the rooms of this installation and close one."""

from __future__ import annotations

import click
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..calls.access import seat_counts
from ..db import db
from ..log import transaction
from ..rooms.actions import close_room
from ..rooms.codes import code_key
from ..rooms.models import Room
from .ground import Stop, database, whole_house


@click.group()
def room() -> None:
    """List rooms, or close one."""


@room.command("list")
@click.option("--limit", default=50, show_default=True, help="How many, the liveliest first.")
def list_rooms(limit: int) -> None:
    """The open rooms, the liveliest first."""
    with database():
        query = select(Room).where(Room.closed_at.is_(None)).options(joinedload(Room.host))
        rooms = db.session.scalars(query.order_by(Room.last_active_at.desc()).limit(limit)).all()
        counts = seat_counts(room.id for room in rooms)
        for found in rooms:
            inside = f"{counts.get(found.id, 0)}/{found.max_participants}"
            active = found.last_active_at.strftime("%Y-%m-%d %H:%M")
            click.echo(f"{found.code:10} {inside:>6}  {active}  {found.name}  (host: {found.host.display_name})")
        if not rooms:
            click.echo("No room is open.")


@room.command()
@click.argument("code")
def close(code: str) -> None:
    """Close the room behind CODE for everybody in it."""
    with whole_house(), transaction():
        found = db.session.scalar(select(Room).where(Room.code_key == code_key(code)))
        if found is None or found.is_over:
            raise Stop(f"There is no open room {code}.")
        close_room(found, None, "ADMIN_CLOSED")
    click.echo(f"Room {code} is closed.")
