"""The scripts that come with a page's scripts."""

from __future__ import annotations

from pathlib import Path

from app.modules import with_imports


def test_all_that_is_imported_is_found_once_and_what_comes_later_is_not(tmp_path: Path) -> None:
    for path, text in {
        "js/room.js": 'import "./a.js";\nimport {\n  one,\n  two,\n} from "./lib/b.js";\nvoid import("./later.js");\n',
        "js/a.js": '/** @import {X} from "./types.js" */\nimport { b } from "./lib/b.js";\n',
        "js/lib/b.js": 'export * from "../c.js";\n// import "./not.js";\n',
        "js/c.js": 'import "./a.js";\n',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert with_imports(tmp_path, ["js/room.js", "js/a.js"]) == ["js/room.js", "js/a.js", "js/lib/b.js", "js/c.js"]
