"""Compiled packs kept on disk: the same pack comes back, or it is compiled anew."""

import shutil
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given

from pmsim import Session
from pmsim.lang import Pack
from pmsim.lang.pack import digest
from pmsim.lang.pack_encoding import decode_pack, encode_pack
from pmsim.store import pack_loading
from pmsim.store.folders import scenarios_folder
from pmsim.store.pack_loading import load_pack
from pmsim.ui.headless import play_choices
from pmsim.ui.plain_text import render_page
from pmsim.ui.present.history import life_pages
from tests.strategies.packs import compiled_packs

NAME = "first_day"
"""A pack that compiles soon; the fixture `kept` lets the cache take it."""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, for this test."""
    monkeypatch.setenv("PMSIM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pack_loading, "MIN_PACK_BYTES", 0)
    return tmp_path / "cache"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of every pack that is compiled, as it happens."""
    calls: list[str] = []

    def recorded(*given: object) -> object:
        calls.append(str(given[1]))
        return compile_pack(*given)  # type: ignore[arg-type]

    from pmsim import lang

    compile_pack = lang.compile_pack
    monkeypatch.setattr("pmsim.lang.compile_pack", recorded, raising=False)
    return calls


def plain(value: object) -> object:
    """A mapping as a dict, whatever its class."""
    return dict(value) if isinstance(value, Mapping) else value


def assert_same(first: Pack, second: Pack) -> None:
    """Compare every field of two packs, and of their programs."""
    for name in (each.name for each in fields(Pack)):
        if name == "digests":
            assert first.digests() == second.digests()
        elif name in ("program", "whole"):
            assert digest(getattr(first, name)) == digest(getattr(second, name))
        else:
            assert plain(getattr(first, name)) == plain(getattr(second, name)), name
    assert dict(first.program.tellings) == dict(second.program.tellings)


@given(compiled_packs())
def test_any_pack_comes_back(pack: Pack) -> None:
    assert_same(pack, decode_pack(encode_pack(pack)))


def test_a_career_is_the_same(kept: Path) -> None:
    lives = []
    for _ in range(2):
        session = Session(load_pack("the_long_game"), "fumes", 7)
        play_choices(session, (), "random")
        pages = [line for page in life_pages(session) for line in render_page(page)]
        lives.append((pages, session.pack.pack_digest, session.pack.text_digest))
    assert len(list(kept.iterdir())) == 1
    assert lives[0] == lives[1]


def test_a_large_pack_is_compiled_once(kept: Path, compiled: list[str]) -> None:
    assert_same(load_pack(NAME), load_pack(NAME))
    assert len(compiled) == 1
    assert len(list(kept.iterdir())) == 1


def test_a_small_pack_is_not_kept(
    kept: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_loading, "MIN_PACK_BYTES", 64 * 1024)
    load_pack(NAME)
    load_pack(NAME)
    assert len(compiled) == 2
    assert not kept.exists()


def test_an_edited_pack_is_compiled_anew(tmp_path: Path, kept: Path, compiled: list[str]) -> None:
    mine = shutil.copytree(scenarios_folder() / NAME, tmp_path / "mine")
    assert load_pack(mine).version != "77"
    text = (mine / "pack.yaml").read_text(encoding="utf-8")
    (mine / "pack.yaml").write_text(text.replace("version: ", "version: 77 #"), encoding="utf-8")
    assert load_pack(mine).version == "77"
    assert len(compiled) == 2
    assert len(list(kept.iterdir())) == 2


def test_another_pmsim_compiles_anew(
    kept: Path, compiled: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_pack(NAME)
    (tmp_path / "other" / "lang").mkdir(parents=True)
    (tmp_path / "other" / "lang" / "newer.py").touch()
    monkeypatch.setattr(pack_loading, "PACKAGE_FOLDER", tmp_path / "other")
    load_pack(NAME)
    assert len(compiled) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"x" * 1000,
        "é\n".encode(),
        b"[" * 100_000,
        b'{"id": ["Pack"]}',
        b'{"id": ["os.system", "true"]}',
        b'{"id": 1, "digests": 2, "texts": 3, "phrases": 4}',
        b"null",
    ],
)
@pytest.mark.parametrize("sealed", [False, True])
def test_a_damaged_file_is_compiled_anew(
    content: bytes, sealed: bool, kept: Path, compiled: list[str]
) -> None:
    load_pack(NAME)
    (file,) = kept.iterdir()
    if sealed:
        pack_loading._keep(file, content)
    else:
        file.write_bytes(content)
    assert load_pack(NAME).id == NAME
    assert len(compiled) == 2
    load_pack(NAME)
    assert len(compiled) == 2


def test_a_place_that_cannot_be_written_costs_only_time(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file" / "cache", "~nobodyhere/cache"):
        monkeypatch.setenv("PMSIM_CACHE", str(place))
        compiled.clear()
        assert load_pack(NAME).id == NAME
        assert len(compiled) == 1


def test_a_scenario_played_alone_has_a_file_of_its_own(kept: Path) -> None:
    file = scenarios_folder() / NAME / "the_railway.yaml"
    first, second = load_pack(file), load_pack(file)
    assert first.id == second.id == f"{NAME}.the_railway"
    assert_same(first, second)
    load_pack(file, career=True)
    assert len(list(kept.iterdir())) == 2


def test_old_files_go(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_loading, "MAX_KEPT", 2)
    for name in "abc":
        pack_loading._keep(kept / f"{name}.pack.json", b"{}")
    assert len(list(kept.iterdir())) == 2
