"""The table of commands, the group that loads them, and the exit codes. Nothing heavy may be
imported before a command needs it.

stdout is for data, stderr for messages. Exit codes: 0 success, 1 findings or a failed expectation,
2 wrong usage, 130 interrupted."""

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NamedTuple

import click

from pmsim import __version__
from pmsim.lang import PackError
from pmsim.store.errors import FolderError, SaveError


class Command(NamedTuple):
    """A command's `module:name` and a short summary, so that help need not import the command."""

    target: str
    summary: str


COMMANDS: dict[str, Command] = {
    "play": Command("pmsim.cli.play:play", "Play a career, in the terminal or in plain lines."),
    "serve": Command("pmsim.cli.servers:serve", "Play in a browser on this machine."),
    "run": Command("pmsim.cli.run:run", "Run one career without a screen."),
    "new": Command("pmsim.cli.new:new", "Write a scenario to begin with, with comments."),
    "simulate": Command("pmsim.cli.simulate:simulate", "Play many careers and count how they go."),
    "check": Command("pmsim.cli.check:check", "Find every problem of a pack or a scenario."),
    "test": Command(
        "pmsim.cli.test:test", "Play the playthroughs of a folder and report which fail."
    ),
    "review": Command("pmsim.cli.review:review", "Review how a pack is written."),
    "words": Command(
        "pmsim.cli.review:words", "How many words a pack has, and how many a player reads."
    ),
    "where": Command(
        "pmsim.cli.navigate:where", "Show where a name is defined, set, asked for and shown."
    ),
    "graph": Command("pmsim.cli.navigate:graph", "Draw what leads where in a scenario or a pack."),
    "explain": Command("pmsim.cli.reference:explain", "Explain the code of a problem."),
    "schema": Command(
        "pmsim.cli.reference:schema", "Print the JSON Schema that editors check with."
    ),
    "lsp": Command("pmsim.cli.servers:lsp", "Complete and check in an editor (a language server)."),
    "packs": Command("pmsim.cli.packs:packs", "List the packs there are; add or remove one."),
    "saves": Command("pmsim.cli.saves:saves", "List, show, export, check or remove saved careers."),
    "debrief": Command(
        "pmsim.cli.debrief:debrief", "Print what a career says: Markdown, HTML or JSON."
    ),
    "locate": Command("pmsim.cli.locate:locate", "Say where saves, settings and scenarios are."),
}
MENU_COMMAND = "pmsim.cli.play:menu"


def import_command(target: str) -> click.Command:
    """Import and return the command at `module:name`."""
    module, _, name = target.partition(":")
    command = getattr(import_module(module), name)
    if not isinstance(command, click.Command):
        raise TypeError(f"{target} is not a command")
    return command


class CommandGroup(click.Group):
    """The commands of the table. Each is imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return import_command(COMMANDS[cmd_name].target) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            near = get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(
                f"There is no command {args[0]!r}."
                + (f" Did you mean {near[0]!r}?" if near else "")
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Turn errors of packs and saves into those of the command line."""
        try:
            return super().invoke(ctx)
        except SaveError as error:
            raise click.ClickException(str(error)) from error
        except PackError as error:
            from pmsim.store.packs import NoPackError

            if isinstance(error, NoPackError):
                raise click.UsageError(str(error)) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in COMMANDS.items()])


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="pmsim")
@click.pass_context
def pmsim(ctx: click.Context) -> None:
    """A flight simulator for product careers. Without a command: the menu."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(import_command(MENU_COMMAND))


def wrap_error(message: str) -> str:
    """Break an error's sentence into lines between words, with room for the `Error: ` before it."""
    from shutil import get_terminal_size
    from textwrap import fill

    lead = "Error: "
    columns = max(20, get_terminal_size().columns)
    return fill(
        message, columns, initial_indent=lead, break_long_words=False, break_on_hyphens=False
    ).removeprefix(lead)


def _error_sentence(error: FolderError | OSError) -> str:
    """Return the sentence for a folder or file that cannot be used, if the command has not reported
    it. Raises the error again if it names no path."""
    if isinstance(error, FolderError):
        return str(error)
    if error.filename is not None:
        from pmsim.lang import visible

        return (
            f"{visible(str(error.filename))} cannot be used:"
            f" {(error.strerror or type(error).__name__).lower()}."
        )
    try:
        os.getcwd()  # noqa: PTH109
    except OSError:
        return (
            "The current folder is gone. Go to one that is there (cd), or give every path from the"
            " root."
        )
    raise error


def run(args: list[str]) -> int:
    """Run the command line; return its exit code."""
    try:
        ended = pmsim.main(args=args, prog_name="pmsim", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (click.ClickException, FolderError, OSError) as raised:
        error = (
            raised
            if isinstance(raised, click.ClickException)
            else click.UsageError(_error_sentence(raised))
        )
        if sys.stderr.isatty():
            error.message = wrap_error(error.message)  # type: ignore[misc]  # click declares it final, and prints the new value
        error.show()
        return error.exit_code
    return ended if isinstance(ended, int) else 0
