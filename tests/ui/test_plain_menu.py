"""The menu in plain lines: what it lists, and what a number chooses."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim import load_pack
from pmsim.store.saves import SaveFolder
from pmsim.ui import plain
from pmsim.ui.career_list import CareerList
from pmsim.ui.plain.menu import MenuChoice
from tests.store.disks import Quick
from tests.ui.tiny import pack


def a_shelf(folder: Path, *, sample: bool = True) -> CareerList:
    """The careers in a folder, of the tiny pack and of the short one."""
    saves = SaveFolder(folder, Quick())
    return CareerList(
        pack(),
        saves,
        lambda: 1,
        CareerList(load_pack("first_day"), saves, lambda: 1) if sample else None,
    )


def chosen(shelf: CareerList, *typed: str) -> tuple[MenuChoice | None, str]:
    """What is chosen by these lines, and all that was said."""
    sink = io.StringIO()
    return (
        plain.choose_career(
            shelf, plain.Console(io.StringIO("".join(f"{line}\n" for line in typed)), sink)
        ),
        sink.getvalue(),
    )


def rows(said: str) -> list[str]:
    """The numbered lines of the last list."""
    return [line for line in said.rpartition("\n\n1. ")[2].partition("\n\n")[0].split("\n") if line]


def test_an_empty_folder(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    assert chosen(shelf)[0] is None
    found, said = chosen(shelf, "quit")
    assert found is None
    assert rows(said) == [
        "A new career. 15 minutes, or 5.",
        "2. Ten minutes. First Day. To see what this is.",
        "3. Where careers, settings and packs are kept.",
        "4. Quit.",
    ]
    assert chosen(shelf, "4")[0] is None
    assert chosen(shelf, "1", "2", "2")[0] == MenuChoice(shelf, "", "passed_over", 2)
    assert shelf.sample is not None
    assert chosen(shelf, "2")[0] == MenuChoice(shelf.sample, "", "monday", 0)
    assert len(rows(chosen(a_shelf(tmp_path, sample=False), "quit")[1])) == 3


def test_what_can_be_gone_on_with(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    for _ in range(3):
        with shelf.begin("fumes", 0) as career:
            career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    assert shelf.sample is not None
    with shelf.sample.begin("monday", 0) as career:
        career.act("find_bea")
    (tmp_path / "tiny-2.json").write_bytes(b"{")
    found, said = chosen(shelf, "1")
    assert found == MenuChoice(shelf, "tiny-3")
    listed = rows(said)
    assert listed[0].startswith("Go on. Fumes. Quarter 1, decision 2.")
    assert listed[2] == "3. Ten minutes. First Day. Monday. Quarter 1, decision 2."
    assert listed[3] == "4. Careers. Two unfinished, one not to be read."
    assert chosen(shelf, "3")[0] == MenuChoice(shelf.sample, "first_day-1")
    found, said = chosen(shelf, "4", "2")
    assert found == MenuChoice(shelf, "tiny-1")
    assert "3. tiny-2 does not load. It is not whole" in said
    assert chosen(shelf, "4", "3")[0] == MenuChoice(shelf, "tiny-2")


def test_a_copy_under_a_name_that_none_can_have_is_named(tmp_path: Path) -> None:
    shelf = a_shelf(tmp_path)
    with shelf.begin("fumes", 0) as career:
        career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    (tmp_path / "tiny-1 (1).json").write_bytes((tmp_path / "tiny-1.json").read_bytes())
    found, said = chosen(shelf, "4", "2", "1")
    advice = (
        "tiny-1 (1).json does not load. No save can have such a name. Rename it to tiny-2.json to"
        " play it."
    )
    assert said.count(advice) == 3
    assert found == MenuChoice(shelf, "tiny-1")


@pytest.mark.parametrize("way", [("1", "back"), ("1", "1", "back"), ("3",)])
def test_one_comes_back_to_the_menu(way: tuple[str, ...], tmp_path: Path) -> None:
    found, said = chosen(a_shelf(tmp_path), *way, "2")
    assert found is not None
    assert found.start == "monday"
    assert said.count("4. Quit.") == 2


def test_where_things_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMSIM_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("PMSIM_PACKS", "~nobodyhere/packs")
    _, said = chosen(a_shelf(tmp_path / "saves"), "3")
    assert f"Careers: {tmp_path / 'saves'}\n" in said
    assert f"Settings of the screens: {tmp_path / 'config' / 'config.toml'}\n" in said
    assert (
        "There is no folder for added packs: the home folder in ~nobodyhere/packs cannot be found."
        in said
    )


@given(
    st.lists(
        st.one_of(
            st.sampled_from(("", "1", "2", "3", "back", "quit")),
            st.text(st.characters(exclude_characters="\n\r"), max_size=6),
        )
    )
)
def test_nothing_typed_breaks_it(typed: list[str]) -> None:
    found, said = chosen(a_shelf(Path("nowhere"), sample=False), *typed)
    assert found is None or (found.start in ("fumes", "passed_over") and found.quarters in (0, 2))
    assert "> " in said
