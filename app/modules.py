"""Which scripts a page's scripts import: a browser told of all can ask for them at once, not level by level."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .packing import shrink_script

# In a script without comments; import("…") is for later and not meant.
_IMPORT = re.compile(r'\b(?:from|import)\s*"(\.{1,2}/[^"]+)"')


def with_imports(root: Path, entries: Iterable[str]) -> list[str]:
    """The modules at `entries` and all that come with them, each once, as paths below `root`; the nearest come first."""
    found = dict.fromkeys((root / entry).resolve() for entry in entries)
    waiting = list(found)
    for module in waiting:
        news = [path for path in _imports(module) if path not in found]
        found.update(dict.fromkeys(news))
        waiting.extend(dict.fromkeys(news))
    return [path.relative_to(root.resolve()).as_posix() for path in found]


def _imports(module: Path) -> list[Path]:
    source = shrink_script(module.read_text(encoding="utf-8"))
    return [(module.parent / name).resolve() for name in _IMPORT.findall(source)]
