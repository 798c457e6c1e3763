"""What is made small says what it said before: to a browser's parser, rule by rule, and to a script's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app import assets
from app.packing import shrink_script, shrink_style

# Reads modules from its input and tells which are none, without running them.
PARSE = """
const { SourceTextModule } = require("node:vm");
const broken = Object.entries(JSON.parse(require("node:fs").readFileSync(0, "utf8"))).flatMap(([name, source]) => {
  try { new SourceTextModule(source, { identifier: name }); return []; } catch (error) { return [`${name}: ${error}`]; }
});
process.stdout.write(JSON.stringify(broken));
"""
# Where a value has a variable in it, the browser keeps it as it is written: with spaces after commas or without.
RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ","));
}"""


@pytest.mark.parametrize("selector", [":is(b, c)", ":where(b)", ":not(.c)", ":has(> b)", ":hover", "::before"])
@pytest.mark.parametrize("around", ["{}", "@layer a {{ {} }}", "@media (width > 9px) {{ {} }}", ".y {{ {} }}"])
def test_the_space_before_a_colon_stays_where_it_means_something(around: str, selector: str) -> None:
    small = shrink_style(around.format(f".x {selector} {{ color: red; }}"))
    assert f".x {selector.replace(', ', ',').replace('> ', '>')}{{color:red}}" in small


def test_styles_lose_comments_and_needless_spaces() -> None:
    css = '/* why */\n.x > .y {\n  margin: calc(1px + 2px) 0;\n  content: "a :b  /* c */";\n}\n'
    assert shrink_style(css) == '.x>.y{margin:calc(1px + 2px) 0;content:"a :b  /* c */"}'


def test_the_whole_stylesheet_has_the_same_rules_when_small(chromium: Browser) -> None:
    css = "\n".join((assets.STATIC / "css" / name).read_text() for name in assets.stylesheets())
    page = chromium.new_page()
    before, after = page.evaluate(RULES, css), page.evaluate(RULES, shrink_style(css))
    page.close()
    assert len(before) > 30
    assert before == after


def test_scripts_keep_all_that_can_be_told_apart() -> None:
    source = """
      // why
      export class A {
        #secret = `a  ${ "b" }  // ${ 1 + +1 }  /* c */`; // not this
        static { this.pattern = /[/"'`]  \\/\\/ .*/g; }
        ["x"] = this.#secret
        ++
        /** @type {number} */ (y)
      }
      const quotient = 4 / 2 / 1
      ;[1].forEach(() => {})
    """
    small = shrink_script(source)
    assert "why" not in small and "@type" not in small and "not this" not in small
    for kept in ('`a  ${ "b" }  // ${ 1 + +1 }  /* c */`', "/[/\"'`]  \\/\\/ .*/g", "#secret"):
        assert kept in small


def test_a_script_with_a_template_in_a_template_stays_as_it_is() -> None:
    source = "const words = `a  ${list.map((one) => `b  // ${one}`)}`;  // why\n"
    assert shrink_script(source) == source


def test_every_script_is_a_module_still() -> None:
    scripts = (assets.STATIC / "js").rglob("*.js")
    small = {str(path): shrink_script(path.read_text(encoding="utf-8")) for path in scripts}
    # node may be the one that set-up put beside Python.
    env = dict(os.environ, PATH=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{Path(sys.executable).parent}")
    command = ["node", "--no-warnings", "--experimental-vm-modules", "--eval", PARSE]
    done = subprocess.run(command, input=json.dumps(small), env=env, capture_output=True, text=True, check=True)
    assert len(small) > 50
    assert json.loads(done.stdout) == []
