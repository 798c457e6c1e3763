"""Draws partials for pages and pushes alike, in an environment that knows nobody.

There is no request, no session and no current user here, and an undefined name is an error: what
is pushed to a room must look the same whoever caused it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..assets import asset
from ..config import settings

_globals: dict[str, Any] = {"asset": asset}


def register(name: str, value: Any) -> None:
    """Give partials one more global, usually a function; it must not ask who is looking."""
    _globals[name] = value
    _environment.cache_clear()


def partial(template: str, **context: Any) -> Markup:
    """`templates/<template>` drawn with `context`; safe to put into a page."""
    environment = _environment(settings().root / "templates")
    return Markup(environment.get_template(template).render(context))  # noqa: S704


def hx_partial(target: str, html: str, swap: str = "outerHTML") -> Markup:
    """What htmx swaps into the element with the id `target` (`#panel` or `panel`), where a page has it.

    `html` is markup already: draw it with `partial`.
    """
    opening = Markup('<hx-partial hx-target="#{}" hx-swap="{}">').format(target.removeprefix("#"), swap)
    return opening + Markup(html) + Markup("</hx-partial>")  # noqa: S704


def install(app: Flask) -> None:
    """Let the pages of `app` draw partials by the same function."""
    app.jinja_env.globals.update(partial=partial, hx_partial=hx_partial)


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        auto_reload=settings().environment == "development",
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_globals)
    return environment
