"""One save of every kind there is, written by the version of pmsim that is imported.

python -m tests.store.every_kind FOLDER

`tests/store/saves_f344e26` was written so, by commit f344e26; a release adds a folder of its
own. Only names that every version has are imported here. What the names say of the saves,
`test_corpus` makes sure of.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pmsim.core.state import StartOverride
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from pmsim.store.career import Career
from pmsim.store.pack_loading import load_pack
from pmsim.store.packs import find_pack
from pmsim.store.saves import SaveFolder

LONE = "doors/tpm.yaml"
"""A scenario of the shipped pack that is played alone."""
HUB = {
    "pack.yaml": (
        """\
language: 1
pack: hub
title: Hub
stats:
  luck: {min: 0, max: 100, start: 50}
skills:
  craft: {label: Craft, stage: early}
roles:
  pm: {title: PM, stage: early}
starts:
  door: {title: A Door, role: pm, scenario: desk}
calendar:
  quarters: 3
  quarter:
    - draw: {}
outcomes:
  end: {title: End, text: The end.}
"""
    ),
    "desk.yaml": (
        """\
language: 1
title: Desk
draw: false
scenes:
  desk:
    text: A desk.
    choices:
      - {id: drawer, label: Open the drawer., moment: the drawer, effects: {do: craft}, goto: desk}
      - {id: lamp, label: Light the lamp., moment: the lamp, effects: {do: craft}, goto: desk}
      - id: toss
        label: Toss a coin.
        odds: 50
        success: {effects: {luck: 1}, text: Heads.}
        failure: {effects: {luck: -1}, text: Tails.}
        goto: desk
      - {id: leave, label: Leave., goto: board}
  board:
    text: A board for two things.
    pick: 2
    choices:
      - id: keep
        each: moments
        label: Keep {moment}.
        effects: {moment.interest: 1}
      - {id: none, label: None.}
"""
    ),
}
"""An author's pack, which is not shipped."""
OWN = """\
language: 1
title: A Room
scenes:
  room:
    text: A room.
    choices:
      - {id: sit, label: Sit down., goto: window}
      - {id: leave, label: Leave.}
  window:
    text: A window.
    choices:
      - {id: look, label: Look out.}
"""
"""An author's lone file, which joins the shipped pack."""


def hub(folder: Path) -> Pack:
    """The pack that is not shipped, from files that are written into the folder."""
    (folder / "hub").mkdir(parents=True, exist_ok=True)
    for name, text in HUB.items():
        (folder / "hub" / name).write_text(text, encoding="utf-8")
    return load_pack(folder / "hub")


def own(folder: Path) -> Pack:
    """The lone file, played alone."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a_room.yaml").write_text(OWN, encoding="utf-8")
    return load_pack(folder / "a_room.yaml")


def lone() -> Pack:
    """The lone scenario of the shipped pack."""
    return load_pack(find_pack("the_long_game") / LONE)


def acted(career: Career, times: int, pick: int = 0) -> Career:
    """Act so many times, or to the end; `pick` varies the choices."""
    for number in range(times):
        opened = [offer.id for offer in career.session.offered if not offer.closed]
        if opened:
            career.act(opened[(number * 7 + pick) % len(opened)])
    return career


def until(career: Career, holds: Callable[[Session], bool]) -> Career:
    """Act until something holds."""
    for pick in range(400):
        if holds(career.session):
            return career
        acted(career, 1, pick)
    raise AssertionError("a career came to its end first")


def ended(session: Session) -> bool:
    """The career is over."""
    return session.outcome is not None


def careers(saves: SaveFolder, folder: Path) -> Iterator[tuple[str, Career]]:
    """Each kind with a career of it, saved. `folder`: for packs that are not shipped."""
    game = load_pack("the_long_game")

    def begun(start: str = "fumes", pack: Pack = game, seed: int = 7, **how: object) -> Career:
        return Career.begin(pack, saves, start=start, seed=seed, **how)  # type: ignore[arg-type]

    career = acted(begun(), 30)
    for decision, pick in ((15, 1), (3, 2)):
        career.rewind(decision)
        for offer in career.session.offered:
            if not offer.closed and len(career.session.lives) == pick:
                career.act(offer.id)
                career.back()
        acted(career, 9, pick)
    career.name_life(1, "The one where I said no – voilà")
    career.switch_life(0)
    career.rewind(8)
    yield "lives", career

    yield "pending", until(begun("passed_over"), lambda session: len(session.position.pending) > 1)
    yield (
        "each",
        until(begun(), lambda session: sum("." in action for action in session.choices) > 1),
    )

    career = begun(seed=2**64 - 1)
    career.session = Session(game, "fumes", 2**64 - 1, reseed=((3, 77), (6, 2**63)))
    yield "reseeded", acted(career, 9)

    yield "ended_unread", until(begun(quarters=game.program.short), ended)
    career = until(begun("passed_over", quarters=game.program.short), ended)
    career.mark_end_read()
    yield "ended", career
    career = until(begun(quarters=game.program.short), ended)
    career.rewind(4)
    yield "lived_on_after_an_end", acted(career, 3, 1)

    yield "short", acted(begun(quarters=game.program.short), 5)

    brought = next(
        choice for choice in game.program.choices if choice.later and choice.later[0].scenes
    )
    midway = StartOverride(
        at=game.program.scenes[brought.later[0].scenes[0]].key,
        quarter=5,
        role=game.program.roles[1].id,
        because=brought.key,
        changes={
            "exhaustion": 70,
            **{slot.id: 2 for slot in game.program.slots if slot.kind == "person"},
        },
    )
    yield "middle", acted(begun(start_override=midway), 3)

    yield "first_day", acted(begun("", load_pack("first_day")), 4)
    yield "lone_scenario", acted(begun("", lone()), 2)
    yield "own_file", acted(begun("", own(folder)), 1)
    yield "removed_pack", acted(begun("", hub(folder)), 3, 2)
    career = begun("", hub(folder))
    for action in ("drawer", "lamp", "leave", "keep.desk.desk.lamp"):
        career.act(action)
    yield "each_half_way", career
    yield "beginning", begun("passed_over")


def main(target: Path) -> None:
    """Write `<kind>.json` for each kind into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        saves = SaveFolder(Path(folder, "saves"))
        for kind, career in careers(saves, Path(folder, "packs")):
            career.close()
            content = saves.newest_content(career.slot) if career.slot else None
            if content is not None:
                (target / f"{kind}.json").write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
