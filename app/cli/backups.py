"""`guftagu backup` and `restore`: the database and the files that people gave, in one archive."""

from __future__ import annotations

import json
import secrets
import shutil
import tarfile
import tempfile
from pathlib import Path

import click

from .. import clock
from ..config import Settings, settings
from ..db import db
from ..log import Meta, transaction
from . import dumps
from .ground import Stop, database
from .schema import known_scripts, present_schema, refuse_newer, update_schema

MANIFEST, DUMP, FILES = "manifest.json", "database", "files"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the database and all files of people to FILE (.tar.gz), while the server runs or not."""
    if file.exists():
        raise Stop(f"{file} is there already: name another file.")
    with database(), tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        manifest = {"schema": present_schema(), "kind": db.engine.dialect.name, "made_at": clock.now().isoformat()}
        dumps.write(dump)
        _pack(file, dump, manifest, settings())
    click.echo(f"Kept in {file} ({file.stat().st_size:,} bytes). It holds everything that people wrote: keep it safe.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.confirmation_option(prompt="This replaces all that is in the database now. Go on?")
def restore(file: Path) -> None:
    """Put back what FILE holds, in place of what is there now. Stop the server first."""
    with database(), tempfile.TemporaryDirectory() as folder:
        manifest = _unpack(file, Path(folder))
        refuse_newer(known_scripts(), manifest["schema"])
        if manifest["kind"] != db.engine.dialect.name:
            raise Stop(f"This backup is of {manifest['kind']}; DATABASE_URL names {db.engine.dialect.name}.")
        db.session.remove()
        dumps.read(Path(folder) / DUMP)
        update_schema()
        _begin_new_epoch()
        _put_files_back(Path(folder) / FILES, settings())
    click.echo(f"Restored what was kept on {manifest['made_at']}.")


def _begin_new_epoch() -> None:
    """Numbers of the log were given out twice from here on: every open page must load anew."""
    with transaction():
        db.session.merge(Meta(key="epoch", value=secrets.token_hex(8)))


def _pack(file: Path, dump: Path, manifest: dict[str, str | None], settings: Settings) -> None:
    described = dump.with_name(MANIFEST)
    described.write_text(json.dumps(manifest))
    with file.open("xb") as raw:
        file.chmod(0o600)
        with tarfile.open(fileobj=raw, mode="w:gz") as archive:
            archive.add(described, MANIFEST)
            archive.add(dump, DUMP)
            for folder in sorted(path for path in settings.instance.iterdir() if path.is_dir()):
                archive.add(folder, f"{FILES}/{folder.name}")


def _unpack(file: Path, folder: Path) -> dict[str, str]:
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                _unpack_member(archive, member, folder)
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError, EOFError) as error:
        raise Stop(f"{file} is no backup of Guftagu, or it is damaged.") from error
    return manifest


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Files and folders, and nothing outside of `folder` (extractall learned to look only with Python 3.11.4)."""
    target = (folder / member.name).resolve()
    content = archive.extractfile(member) if member.isfile() else None
    if not target.is_relative_to(folder.resolve()) or not (content or member.isdir()):
        raise tarfile.TarError(f"{member.name} has no place here")
    if content:
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)
    else:
        target.mkdir(parents=True, exist_ok=True)


def _put_files_back(source: Path, settings: Settings) -> None:
    for path in sorted(source.rglob("*")) if source.exists() else ():
        target = settings.instance / path.relative_to(source)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.write_bytes(path.read_bytes())
