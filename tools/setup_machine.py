"""See that the machine has what the tests start: Chromium, Firefox, Redis, PostgreSQL and coturn."""

import os
import shutil
import sys
from pathlib import Path

import steps

sys.path.insert(0, str(steps.ROOT))
from tests.servers import programs

PACKAGES = {
    "chromium": ["chromium", "fonts-noto-core", "fonts-noto-color-emoji"],
    "firefox": ["firefox-esr"],
    "redis-server": ["redis-server"],
    "postgres": ["postgresql"],
    "turnserver": ["coturn"],
}
# Packaged services would take the default ports; the tests start their own on free ones.
POLICY = Path("/usr/sbin/policy-rc.d")


def main():
    with steps.alone():
        missing = programs.missing()
        if missing:
            install(missing)
            missing = programs.missing()
        if missing:
            steps.fail(f"The tests need {', '.join(missing)}, and after installing could not find them.")
        steps.stamp(steps.VENV / ".machine")


def install(missing):
    packages = [package for name in missing for package in PACKAGES[name]]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        steps.fail(
            f"The tests need {', '.join(missing)}, which this machine lacks. On Debian and Ubuntu, as root:"
            f" apt-get install --no-install-recommends {' '.join(packages)}"
        )
    steps.say(f"Installing {', '.join(missing)} for the tests (Debian packages) ...")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    refused = refuse_services()
    try:
        steps.run("apt-get", "update", "--quiet", env=env, sorry=f"apt-get update failed. {steps.OFFLINE}")
        steps.run(
            "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages,
            env=env,
            sorry=f"apt-get could not install {' '.join(packages)}. {steps.OFFLINE}",
        )  # fmt: skip
    finally:
        if refused:
            POLICY.unlink(missing_ok=True)


def refuse_services():
    """Forbid packages to start services while they are installed; whether it was us who forbade."""
    if POLICY.exists():
        return False
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    return True


main()
