"""Reading the environment: one variable at a time, each refused with its name and what would mend it."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

# RFC 7064 and 7065, as browsers read them: one address that they do not understand ends every call.
_HOST_AND_PORT = r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d{1,5})?"
STUN = re.compile(rf"stuns?:{_HOST_AND_PORT}")
TURN = re.compile(rf"turns?:{_HOST_AND_PORT}(?:\?transport=(?:udp|tcp))?")


class ConfigurationError(Exception):
    """A setting that cannot be used; the text names it and its mend."""


class Reader:
    """Reads one variable at a time; `NAME_FILE` names a file that holds the value of NAME."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env

    def text(self, name: str, default: str) -> str:
        path = self.env.get(f"{name}_FILE")
        if path:
            try:
                return Path(path).read_text().strip()
            except OSError as error:
                raise ConfigurationError(f"{name}_FILE cannot be read: {error.strerror}.") from error
        return self.env.get(name, "").strip() or default

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        given = self.text(name, str(default))
        if not given.lstrip("-").isdigit() or not least <= int(given) <= most:
            raise ConfigurationError(f"{name} is {given!r}: it must be a whole number from {least} to {most}.")
        return int(given)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        given = self.text(name, default).lower()
        if given not in choices:
            raise ConfigurationError(f"{name} is {given!r}: it must be one of {', '.join(choices)}.")
        return given

    def yes(self, name: str, *, default: bool) -> bool:
        given = self.choice(name, "on" if default else "off", ("on", "off", "true", "false", "1", "0", "yes", "no"))
        return given in ("on", "true", "1", "yes")

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.text(name, "").split(",") if word.strip())

    def address(self, name: str, default: str) -> str:
        given = self.text(name, default).rstrip("/")
        if urlsplit(given).scheme not in ("http", "https") or not urlsplit(given).hostname:
            raise ConfigurationError(f"{name} is {given!r}: it must be an address that begins with https://.")
        return given

    def base64(self, name: str) -> str:
        given = self.text(name, "")
        try:
            base64.b64decode(given, validate=True)
        except ValueError as error:
            raise ConfigurationError(f"{name} is not base64: make one with openssl rand -base64 32.") from error
        return given

    def servers(self, name: str, form: re.Pattern[str]) -> tuple[str, ...]:
        for url in self.words(name):
            if not form.fullmatch(url):
                kind, rest = ("stun", "") if form is STUN else ("turn", "?transport=udp")
                raise ConfigurationError(f"{name} has {url!r}: it must look like {kind}:example.org:3478{rest}.")
        return self.words(name)

    def secret(self, name: str, instance: Path, size: int = 48) -> str:
        """The value given, else one of `size` bytes made on first start and kept in the instance folder."""
        return self.text(name, "") or _kept_secret(instance / name.lower(), size)


def _kept_secret(path: Path, size: int) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(size))
    except FileExistsError:
        pass
    return path.read_text().strip()
