"""The command line: `guftagu serve`, `migrate`, `demo`, `user`, `room`, `doctor`, `backup`, `restore`."""

from __future__ import annotations

import click

from .backups import backup, restore
from .demo import demo
from .doctor import doctor
from .people import user
from .rooms import room
from .schema import migrate
from .serving import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Guftagu: rooms to talk in. Settings come from the environment, see .env.example."""


for command in (serve, migrate, demo, user, room, doctor, backup, restore):
    main.add_command(command)
