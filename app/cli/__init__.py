"""The command line: `guftagu serve`, `migrate`, `demo`, `user`, `room`, `doctor`, `backup`, `restore`."""

from __future__ import annotations

from importlib import import_module

import click

MODULES = {
    "serve": "serving",
    "migrate": "schema",
    "demo": "demo",
    "user": "people",
    "room": "rooms",
    "doctor": "doctor",
    "backup": "backups",
    "restore": "backups",
}


class Commands(click.Group):
    """Imports a command when it is called, so that serving starts without the rest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        module = import_module(f".{MODULES[cmd_name]}", __name__)
        command: click.Command = getattr(module, cmd_name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Guftagu: rooms to talk in. Settings come from the environment, see .env.example."""
