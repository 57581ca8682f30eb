"""`pmsim run`: one career without a screen, for tests, bug reports and programs."""

from pathlib import Path

import click

from pmsim.authoring.report import as_text
from pmsim.cli.options import (
    CAREER_OPTION,
    JSON_OPTION,
    SEED_RANGE,
    StartOptions,
    begin_options,
    check_name,
    load_pack_or_exit,
)
from pmsim.cli.streams import echo_json
from pmsim.lang import Pack
from pmsim.lang.decoding import source_lines
from pmsim.play.playthrough import Playthrough, parse_playthrough
from pmsim.play.session import Session
from pmsim.store.packs import playthrough_target, read_file
from pmsim.ui import headless
from pmsim.ui.headless import RefusedChoice


@click.command()
@click.argument("pack", required=False)
@click.option("--start", default="", help="The start to begin from; the pack's first if left out.")
@click.option(
    "--seed", type=SEED_RANGE, default=None, help="The seed of its random numbers; 1 if left out."
)
@click.option("--choices", default="", help="Ids of choices, in order, with commas between.")
@click.option(
    "--then",
    default=None,
    help="What plays after --choices: stop (default), first, random, or a persona of the pack.",
)
@click.option("--short", is_flag=True, help="The short career.")
@begin_options
@CAREER_OPTION
@click.option(
    "--playthrough",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play this file, and compare.",
)
@JSON_OPTION
@click.option("--transcript", is_flag=True, help="Print what a player would have read.")
@click.pass_context
def run(
    ctx: click.Context,
    pack: str | None,
    start: str,
    seed: int | None,
    choices: str,
    then: str | None,
    short: bool,
    begins: StartOptions,
    career: bool,
    file: Path | None,
    as_json: bool,
    transcript: bool,
) -> None:
    """Run one career of PACK (a name, a folder, or a scenario's file) without a screen.

    Exit code 1 if a choice was not open or an expectation failed."""
    if file is not None:
        if start or choices or then or short or seed is not None or begins != StartOptions():
            raise click.UsageError(
                "A playthrough says its own start, seed, choices and then; leave those options and"
                " where to begin out."
            )
        ctx.exit(_run_playthrough(pack, file, as_json, transcript))
    if pack is None:
        raise click.UsageError(
            "Which pack? Name one, such as: pmsim run the_long_game --then random"
        )

    loaded_pack = load_pack_or_exit(pack, career=career)
    policy = _check_policy(loaded_pack, then or "stop")
    session = Session(
        loaded_pack,
        start and check_name("start", start, loaded_pack.starts),
        1 if seed is None else seed,
        quarters=begins.quarters(loaded_pack, short),
        midway=begins.resolve(loaded_pack),
    )
    typed = filter(None, map(str.strip, choices.split(",")))
    refused = headless.play_choices(session, typed, policy)
    _print_result(session, refused, as_json, transcript, {})
    ctx.exit(1 if refused is not None else 0)


def _check_policy(pack: Pack, name: str) -> str:
    personas = (persona.id for persona in pack.program.personas)
    return check_name("player", name, ["stop", "first", "random", *personas])


def _run_playthrough(name: str | None, file: Path, as_json: bool, transcript: bool) -> int:
    playthrough, pack = _read_playthrough(name, file)
    if playthrough.start:
        check_name("start", playthrough.start, pack.starts)
    _check_policy(pack, playthrough.then)
    played = headless.play_playthrough(pack, playthrough)
    misses = played.misses if played.refused is None else ()
    rows = [
        {"expected": miss.expected, "got": miss.got, "line": miss.place.line} for miss in misses
    ]
    _print_result(played.session, played.refused, as_json, transcript, {"misses": rows})
    for miss in misses:
        place = f"{miss.place.file}:{miss.place.line}"
        click.echo(f"{place}: expected {miss.expected}; got {miss.got}", err=True)
    return 1 if played.misses else 0


def _read_playthrough(name: str | None, file: Path) -> tuple[Playthrough, Pack]:
    """Return the playthrough, and the named pack, else the one that the playthrough names. Exits
    with every problem."""
    content = read_file(file)
    playthrough, diagnostics = parse_playthrough(content, str(file))
    if diagnostics:
        click.echo(as_text(diagnostics, {str(file): source_lines(content)}), err=True)
    if playthrough is None:
        raise click.exceptions.Exit(1)
    return playthrough, load_pack_or_exit(name or playthrough_target(file, playthrough.play))


def _print_result(
    session: Session,
    refused: RefusedChoice | None,
    as_json: bool,
    transcript: bool,
    more: dict[str, object],
) -> None:
    read = {"transcript": "\n".join(headless.transcript(session))} if transcript else {}
    if as_json:
        echo_json(headless.result(session, refused) | more | read)
        return
    click.echo(read["transcript"] if read else "\n".join(headless.summary(session, refused)))
    if refused is not None and transcript:
        click.echo(headless.refusal_sentence(refused), err=True)
