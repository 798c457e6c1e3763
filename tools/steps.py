"""One step of a set-up: says what it does, runs commands quietly, and fails in plain words."""

import contextlib
import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OFFLINE = (
    "If this machine reaches the internet through a proxy, set HTTPS_PROXY; if it uses a mirror,"
    " configure pip, npm or apt for it. Then run the same command again: it goes on where it stopped."
)


def say(words):
    """Tell the person at the terminal what goes on."""
    print(words, flush=True)


def fail(words):
    """Stop with `words` that name what is wrong and the mend."""
    sys.exit(f"\n{words}\n")


def run(*command, sorry, env=None):
    """Run `command` silently; on failure show the end of what it said, then `sorry`."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        said = "\n".join(f"  | {line}" for line in done.stdout.strip().splitlines()[-12:])
        fail(f"{said}\n\n{sorry}")
    return done.stdout


def stamp(path):
    """Mark a finished step, so that make skips it until what it is made from changes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


@contextlib.contextmanager
def alone():
    """Hold the set-up's lock: two makes at once would trip over each other's files."""
    descriptor = os.open(ROOT / ".setup.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up in this folder to finish ...")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
