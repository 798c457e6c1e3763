"""Fetch the npm packages and lay what pages load into static/vendor: `setup_vendor.py app|dev|fetched`.

`fetched` means that node_modules is there already, as where an image is built.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys

import steps

MODULES = steps.ROOT / "node_modules"
VENDOR = steps.ROOT / "static" / "vendor"
OLDEST_NPM = 9
SHA384 = {
    "htmx.org/dist/htmx.min.js": "Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn",
    "htmx.org/dist/ext/hx-ws.min.js": "8iDMDuKIquXLgObstxvwGlWD1bY/ALMH7k9rbC070qmZrRvJ0BGO+8xG+Ul+J0bP",
    "@daily-co/daily-js/dist/daily.js": "qkOcWks7O6ZM0W8bDQRvE2Zigs/pWm7ioqYeangGqWoaqMEFUNeAKYLp8J+qWiUS",
}
# hx-ws must be there when htmx starts, or its socket never opens: the two are one deferred file.
VENDORED = {
    "htmx.js": ("htmx.org/dist/htmx.min.js", "htmx.org/dist/ext/hx-ws.min.js"),
    "daily.js": ("@daily-co/daily-js/dist/daily.js",),
}


def main(name):
    with steps.alone():
        if name != "fetched":
            fetch(name)
        for target, sources in VENDORED.items():
            lay(target, sources)
        # A fetch lays the folder anew, stamps and all; what the tests need includes what running needs.
        for done in ("app", "dev") if name == "dev" else (name,):
            steps.stamp(MODULES / f".{done}")


def fetch(name):
    steps.say("Fetching what the pages load (npm packages) ...")
    bin_folder = find_npm()
    env = dict(os.environ, PATH=f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}")
    omit = [] if name == "dev" else ["--omit=dev"]
    steps.run(
        "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *omit,
        env=env,
        sorry=f"The npm packages of package-lock.json could not be fetched. {steps.OFFLINE}",
    )  # fmt: skip


def find_npm():
    """The folder of a usable npm: the machine's, else one from a Python package in .venv."""
    ours = steps.VENV / "bin"
    for npm in (shutil.which("npm"), ours / "npm"):
        if npm and is_recent(npm):
            return os.path.dirname(npm)
    steps.say("No npm 9 or newer on this machine: installing Node.js into .venv ...")
    steps.run(
        ours / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--require-hashes", "-r", "requirements/node.txt",
        sorry="Node.js with npm could not be installed from requirements/node.txt."
        f" Install npm yourself, or: {steps.OFFLINE}",
    )  # fmt: skip
    return ours


def is_recent(npm):
    env = dict(os.environ, PATH=f"{os.path.dirname(npm)}{os.pathsep}{os.environ.get('PATH', '')}")
    try:
        said = subprocess.run([npm, "--version"], capture_output=True, text=True, env=env).stdout
    except OSError:
        return False
    major = said.strip().partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NPM


def lay(target, sources):
    """Write static/vendor/`target` from `sources`, each checked against its pinned hash."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    parts = [checked(source) for source in sources]
    (VENDOR / target).write_bytes(b"\n;".join(parts))


def checked(source):
    content = (MODULES / source).read_bytes()
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    if digest != SHA384[source]:
        steps.fail(
            f"node_modules/{source} is not the file Guftagu was written for (sha384 {digest})."
            " Delete node_modules and run make setup again; if it was upgraded on purpose,"
            " read its changes and write the new hash into tools/setup_vendor.py."
        )
    return content


main(sys.argv[1])
