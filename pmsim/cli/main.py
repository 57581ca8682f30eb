"""The entry point of the command line: safe standard streams, and `--version` without any import.
`commands` has the rest."""

import sys

from pmsim import __version__
from pmsim.cli.streams import OutputError, standard_streams


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with its code. `args`: the arguments without the program's
    name; None: those of the process."""
    with standard_streams():
        try:
            code = _run(sys.argv[1:] if args is None else args)
            sys.stdout.flush()
        except OutputError as error:
            code = 1
            if not error.quiet:
                sys.stderr.write(f"Error: {error}\n")
                sys.stderr.flush()
    sys.exit(code)


def _run(args: list[str]) -> int:
    if args == ["--version"]:
        sys.stdout.write(f"pmsim, version {__version__}\n")
        return 0
    from pmsim.cli.commands import run

    return run(args)
