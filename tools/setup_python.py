"""Make .venv and install one lock file into it: `setup_python.py app|dev`."""

import subprocess
import sys

import steps

PYTHON = steps.VENV / "bin" / "python"
WORDS = {"app": "what Guftagu runs on", "dev": "what the tests and checks need"}


def main(name):
    with steps.alone():
        if not is_usable():
            make_venv()
        install(name)
        link_command()
        steps.stamp(steps.VENV / f".{name}")


def is_usable():
    """Whether .venv holds a Python that starts (it does not after its Python was upgraded away)."""
    if not PYTHON.exists():
        return False
    probe = [PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, capture_output=True).returncode == 0


def make_venv():
    version = ".".join(str(part) for part in sys.version_info[:3])
    steps.say(f"Making .venv with Python {version} ...")
    steps.run(
        sys.executable, "-m", "venv", "--clear", steps.VENV,
        sorry="The virtual environment .venv could not be made. On Debian and Ubuntu:"
        " apt install python3-venv",
    )  # fmt: skip


def install(name):
    steps.say(f"Installing {WORDS[name]} (Python packages, a minute the first time) ...")
    steps.run(
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--require-hashes", "-r", f"requirements/{name}.txt",
        sorry=f"The Python packages of requirements/{name}.txt could not be installed. {steps.OFFLINE}",
    )  # fmt: skip


def link_command():
    """Put the `guftagu` command beside the Python it runs on."""
    command = steps.VENV / "bin" / "guftagu"
    if not command.is_symlink():
        command.symlink_to("../../tools/guftagu")


main(sys.argv[1])
