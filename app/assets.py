"""Static files: built, compressed, and served under a path that changes when any of them does."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from .modules import with_imports
from .packing import PACKERS, shrink_script, shrink_style

STATIC = Path(__file__).resolve().parent.parent / "static"
TEXT = {".css", ".js", ".svg", ".webmanifest", ".json", ".txt"}
NEEDED = ("vendor/htmx.js", "vendor/daily.js", "vendor/guftagu.css")
# As the file names of the machine's own table differ from one system to the next, say them here.
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}
OTHER_BUILD = re.compile(r"^/static/(?:[0-9a-f]{12}|dev)/")

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Files = dict[str, Any]  # what WhiteNoise answers, by address
logger = logging.getLogger(__name__)
_build_id = ""


def asset(path: str) -> str:
    """The address of static/`path`, good for ever: it changes with the content of static/."""
    return f"/static/{_build_id or identify()}/{path}"


@cache
def modules(*entries: str) -> list[str]:
    """The scripts at static/`entries` and all that they import; they do not change while this process runs."""
    return with_imports(STATIC, entries)


def install(app: Flask) -> None:
    """Bring static/ up to date, serve it in front of `app`, and give templates `asset` and `modules`."""
    app.wsgi_app = _serve(app.wsgi_app, *_prepared(STATIC, _stamp()))  # type: ignore[assignment, method-assign]
    app.jinja_env.globals.update(asset=asset, modules=modules)


def build() -> None:
    """Write static/vendor/guftagu.css, and packed copies beside every text file, where they are not current."""
    parts = [(STATIC / "css" / name).read_text(encoding="utf-8") for name in stylesheets()]
    _write(STATIC / "vendor" / "guftagu.css", shrink_style("\n".join(parts)).encode())
    for path in _files():
        if path.suffix in TEXT:
            _compress(path)


def stylesheets() -> list[str]:
    """The names in static/css/order.txt, first to last."""
    lines = (STATIC / "css" / "order.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def identify() -> str:
    """The build id: twelve hex digits over the names and contents of all static files."""
    global _build_id
    digest = hashlib.sha256()
    for path in _files():
        digest.update(f"{path.relative_to(STATIC)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    _build_id = digest.hexdigest()[:12]
    return _build_id


def _stamp() -> int:
    """Another one when any file has changed, packed copies too."""
    found = sorted((str(path), path.stat().st_mtime_ns) for path in STATIC.rglob("*"))
    return hash(tuple(found))


@lru_cache(maxsize=1)
def _prepared(static: Path, _stamp: int) -> tuple[str, Files]:
    """The build id of `static` and what is served of it: worked out once for all apps of a process."""
    try:
        build()
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise
        logger.debug("static/ is read-only: serving it as it was built")
    for path in NEEDED:
        if not (static / path).exists():
            logger.warning("static/%s is missing, pages will not work: run make setup", path)
    build_id = identify()
    return build_id, _scan(static, build_id)


def _scan(static: Path, build_id: str) -> Files:
    """This build is cached for ever, any other address is asked again."""
    ours = f"/static/{build_id}/"
    noise = WhiteNoise(
        None,
        max_age=0,
        allow_all_origins=False,
        mimetypes=TYPES,
        immutable_file_test=lambda path, url: url.startswith(ours),
        add_headers_function=_add_headers,
    )
    noise.add_files(str(static), prefix=ours)
    noise.add_files(str(static), prefix="/static/")
    return noise.files  # type: ignore[no-any-return]


def _files() -> Iterator[Path]:
    return (
        path
        for path in sorted(STATIC.rglob("*"))
        if path.is_file() and path.suffix not in {*PACKERS, ".new"} and not path.name.startswith(".")
    )


def _compress(path: Path) -> None:
    """Lay packed copies beside `path`, with the same time: another time means they are of another version."""
    written = path.stat().st_mtime_ns
    copies = {path.with_name(path.name + suffix): pack for suffix, pack in PACKERS.items()}
    if all(copy.exists() and copy.stat().st_mtime_ns == written for copy in copies):
        return
    content = path.read_bytes()
    if path.is_relative_to(STATIC / "js"):  # who cannot unpack gets what people can read
        content = shrink_script(content.decode()).encode()
    for copy, pack in copies.items():
        _write(copy, pack(content), written)


def _write(path: Path, content: bytes, time: int | None = None) -> None:
    """Replace `path` at once, for several processes may do the same; leave it be if it is right."""
    if time is None and path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.write_bytes(content)
    if time is not None:
        os.utime(draft, ns=(time, time))
    draft.replace(path)


def _serve(inner: Wsgi, build_id: str, files: Files) -> Wsgi:
    """`inner` behind WhiteNoise."""
    ours = f"/static/{build_id}/"
    noise = WhiteNoise(inner)
    noise.files = files

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # A page drawn before an upgrade asks for its own build: today's file is better than none.
        path = environ.get("PATH_INFO", "")
        if not path.startswith(ours) and OTHER_BUILD.match(path):
            environ["PATH_INFO"] = OTHER_BUILD.sub("/static/", path)
        return noise(environ, start_response)  # type: ignore[no-any-return]

    return serve


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
