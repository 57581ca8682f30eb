"""The door of the command line. `--version` is answered here, before anything is imported; everything else by `commands`."""

import sys

from pmsim import __version__


def main(args: list[str] | None = None) -> None:
    """Run the command line (`args`: without the program's name; None: as called) and leave with its exit code."""
    given = sys.argv[1:] if args is None else args
    if given == ["--version"]:
        sys.stdout.write(f"pmsim, version {__version__}\n")
        sys.exit(0)
    from pmsim.cli.commands import run

    sys.exit(run(given))
