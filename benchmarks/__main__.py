"""`python -m benchmarks` measures everything shortly; `python -m benchmarks fanout --sockets 500` one thing."""

from __future__ import annotations

import argparse
import time

from . import call, fanout, idle, machine, pages, recovery, relay, start, weight, write

# The last two need root.
MEASUREMENTS = {
    "start": start,
    "weight": weight,
    "pages": pages,
    "write": write,
    "idle": idle,
    "fanout": fanout,
    "call": call,
    "recovery": recovery,
    "relay": relay,
}


def main() -> None:
    """Read the command line and measure what it names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = parser.add_subparsers(dest="name", metavar="|".join(MEASUREMENTS))
    for name, module in MEASUREMENTS.items():
        module.arguments(names.add_parser(name, description=module.__doc__, help=module.__doc__))
    chosen = parser.parse_args()
    print(machine.described())
    began = time.monotonic()
    for name in [chosen.name] if chosen.name else MEASUREMENTS:
        MEASUREMENTS[name].run(chosen if chosen.name else parser.parse_args([name]))
    print(f"\n{time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main()
