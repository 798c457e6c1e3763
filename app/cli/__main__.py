"""`python -m app.cli` is the same as `guftagu`."""

from . import main

main(prog_name="guftagu")
