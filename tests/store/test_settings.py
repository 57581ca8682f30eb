"""Settings: what is kept is read again, and a wrong file says where it is wrong."""

import codecs
import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.store.atomic import Disk
from pmsim.store.errors import NotSavedError
from pmsim.store.settings import (
    ALLOWED_VALUES,
    Settings,
    read_settings,
    write_settings,
)

KEYS = st.dictionaries(
    st.sampled_from(["timeline", "undo", "quit"]), st.sampled_from(["x", "ctrl+t", "?", "f2,x"])
)
ANY = st.builds(
    Settings,
    keys=KEYS,
    **{name: st.sampled_from(values) for name, values in ALLOWED_VALUES.items()},
)


@given(ANY)
def test_what_is_kept_is_read_again(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert write_settings(Path(folder), settings._asdict()) == ""
        assert read_settings(Path(folder)) == (settings, ())


def test_no_file_is_as_shipped(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "nowhere") == (Settings(), ())


@pytest.mark.parametrize(
    ("written", "settings", "said"),
    [
        (
            'tehme = "dark"\nmeasure = 70\n',
            Settings(measure=70),
            (
                'config.toml, line 1: "tehme" is not a setting; the nearest is "theme". Everything'
                " else was read."
            ),
        ),
        (
            'theme = "pink"\n',
            Settings(),
            (
                "config.toml, line 1: theme is one of: dark, light, contrast, bare, or one of"
                " Textual's that Go to lists. Everything else was read."
            ),
        ),
        (
            "figures = 1\n",
            Settings(),
            "config.toml, line 1: figures is one of: false, true. Everything else was read.",
        ),
        (
            "measure = 70\nkeys = 7\n",
            Settings(measure=70),
            'config.toml, line 2: keys is a table: action = "key". Everything else was read.',
        ),
        (
            '[keys]\nundo = "b"\ntimeline = 3\n',
            Settings(),
            'config.toml, line 1: keys is a table: action = "key". Everything else was read.',
        ),
        (
            "\nmeasure = 90",
            Settings(),
            "config.toml, line 2: measure is one of: 60 to 75. Everything else was read.",
        ),
    ],
)
def test_a_slip_is_named_and_the_rest_is_read(
    written: str, settings: Settings, said: str, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(written, encoding="utf-8")
    assert read_settings(tmp_path) == (settings, (said,))


DAMAGED: dict[str, bytes] = {
    "no names": b"= = =",
    "half a character": b"\xff\xfe\x00",
    "Latin 1": b'# na\xefve\ntheme = "light"\n',
    "an open bracket": b"theme = [" * 200,
    "an open quotation": b'# mine\nmeasure = 75\ntheme = "light\n',
    "a number of 5,000 digits": b"measure = " + b"1" * 5000,
    "brackets 3,000 deep": b"measure = " + b"[" * 3000,
    "tables 3,000 deep": b"measure = " + b"{a=" * 3000,
    "a name twice": b"measure = 70\nmeasure = 71\n",
}
"""What is no TOML, or too much for its reader."""


@pytest.mark.parametrize(
    "content",
    [*DAMAGED.values(), b"#" * 20_000, b".".join([b"a"] * 9000) + b" = 1"],
    ids=[*DAMAGED, "large", "dots"],
)
def test_a_broken_file_is_no_traceback(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    settings, (said,) = read_settings(tmp_path)
    assert settings == Settings()
    assert said.endswith("Everything is as shipped.")


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotSavedError):
        write_settings(tmp_path / "file", {"measure": 70})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_byte_order_mark_is_read_and_stays(encoding: str, tmp_path: Path) -> None:
    """As Notepad and PowerShell write one."""
    path = tmp_path / "config.toml"
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    path.write_bytes(mark + '# große\r\ntheme = "light"\r\nmeasure = 60\r\n'.encode(encoding))
    assert read_settings(tmp_path) == (Settings("light", 60), ())
    assert write_settings(tmp_path, {"measure": 64}) == ""
    assert read_settings(tmp_path) == (Settings("light", 64), ())
    assert (
        path.read_bytes().decode("utf-16" if mark else encoding)
        == '# große\r\ntheme = "light"\r\nmeasure = 64\r\n'
    )
    assert not mark or path.read_bytes().startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# mine\nmeasure = 75  # wide\n", '# mine\nmeasure = 75  # wide\ntheme = "light"\n'),
        ("theme = 'dark' # for the night\nx = 1\n", 'theme = "light" # for the night\nx = 1\n'),
        ("tehme = 1\n\n[other]\ntheme = 2\n", 'tehme = 1\ntheme = "light"\n\n[other]\ntheme = 2\n'),
        ("measure = 70", 'measure = 70\ntheme = "light"\n'),
        ("", 'theme = "light"\n'),
    ],
)
def test_one_change_is_all_that_is_changed(before: str, after: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(before, encoding="utf-8")
    assert write_settings(tmp_path, {"theme": "light"}) == ""
    assert (tmp_path / "config.toml").read_text(encoding="utf-8") == after
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_what_cannot_be_read_is_kept(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    (tmp_path / "config.toml.damaged-1").write_bytes(b"older")
    assert (
        write_settings(tmp_path, {"measure": 70})
        == "config.toml could not be read; what stood there is kept as config.toml.damaged-2."
    )
    assert read_settings(tmp_path) == (Settings(measure=70), ())
    assert (tmp_path / "config.toml.damaged-2").read_bytes() == content
    assert (tmp_path / "config.toml.damaged-1").read_bytes() == b"older"
    assert write_settings(tmp_path, {"measure": 75}) == ""


def test_a_value_that_cannot_be_read_is_kept_before_another_takes_its_place(tmp_path: Path) -> None:
    content = b'theme = "pink" # once\nmeasure = 999\n'
    (tmp_path / "config.toml").write_bytes(content)
    assert write_settings(tmp_path, {"figures": True}) == ""
    assert (tmp_path / "config.toml").read_bytes() == content + b"figures = true\n"
    assert write_settings(tmp_path, {"theme": "light"})
    assert (tmp_path / "config.toml.damaged-1").read_bytes() == content + b"figures = true\n"
    assert (
        tmp_path / "config.toml"
    ).read_bytes() == b'theme = "light" # once\nmeasure = 999\nfigures = true\n'


VALUES = st.one_of(
    st.sampled_from([value for values in ALLOWED_VALUES.values() for value in values]),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.text(max_size=4),
    st.lists(st.integers(), max_size=2),
)
LINES = st.one_of(
    st.tuples(st.sampled_from([*ALLOWED_VALUES, "tehme", "a.b", '"x y"', "x"]), VALUES).map(
        lambda pair: f"{pair[0]} = {json.dumps(pair[1])}"
    ),
    st.sampled_from(
        [
            "",
            "# a comment",
            "[x]",
            "[[y]]",
            "[theme]",
            "[a.b]",
            "  ",
            '"""',
            "x = [\n1, # one\n]",
            "z = {a = 1}",
            "measure = 70 # c",
        ]
    ),
    st.text(max_size=6),
)


@given(
    lines=st.lists(LINES, max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
    changed=ANY,
    only=st.sets(st.sampled_from([*ALLOWED_VALUES]), min_size=1),
)
def test_whatever_stood_there_a_change_is_read_again_and_nothing_is_lost(
    lines: list[str], end: str, changed: Settings, only: set[str]
) -> None:
    changes = {name: value for name, value in changed._asdict().items() if name in only}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = end.join(lines).encode("utf-8", "surrogatepass")
        (folder / "config.toml").write_bytes(before)
        settings, _ = read_settings(folder)
        said = write_settings(folder, changes)
        again, _ = read_settings(folder)
        assert all(getattr(again, name) == value for name, value in changes.items())
        after = (folder / "config.toml").read_text(encoding="utf-8")
        if said:
            assert (folder / "config.toml.damaged-1").read_bytes() == before
        else:
            assert again == settings._replace(**changes)
            assert all(
                line in after for line in lines if line.startswith(("#", "x =", "z =", "tehme"))
            )


@pytest.mark.parametrize("links", [1, 3])
def test_a_link_stays_one_and_the_file_keeps_its_mode(links: int, tmp_path: Path) -> None:
    """As dotfiles are kept in another folder."""
    config, real = tmp_path / "config", tmp_path / "dotfiles" / "pmsim.toml"
    config.mkdir()
    real.parent.mkdir()
    real.write_text("measure = 70 # mine\n", encoding="utf-8")
    real.chmod(0o640)
    last: Path = real
    for number in range(1, links):
        (tmp_path / f"link{number}").symlink_to(last)
        last = tmp_path / f"link{number}"
    (config / "config.toml").symlink_to(last)
    assert write_settings(config, {"figures": True}) == ""
    assert (config / "config.toml").readlink() == last
    assert real.read_text(encoding="utf-8") == "measure = 70 # mine\nfigures = true\n"
    assert real.stat().st_mode & 0o777 == 0o640
    assert {path.name for path in (*config.iterdir(), *real.parent.iterdir())} == {
        "config.toml",
        "pmsim.toml",
    }
    real.write_bytes(b"= = =")
    assert "config.toml.damaged-1" in write_settings(config, {"measure": 64})
    assert (config / "config.toml.damaged-1").read_bytes() == b"= = ="
    assert read_settings(config) == (Settings(measure=64), ())
    assert (config / "config.toml").is_symlink()


def test_a_link_that_leads_nowhere_yet(tmp_path: Path) -> None:
    (tmp_path / "config.toml").symlink_to(tmp_path / "dotfiles" / "pmsim.toml")
    assert read_settings(tmp_path) == (Settings(), ())
    write_settings(tmp_path, {"measure": 70})
    assert (tmp_path / "dotfiles" / "pmsim.toml").read_text(encoding="utf-8") == "measure = 70\n"
    assert (tmp_path / "config.toml").is_symlink()


def a_loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    "make", [os.mkfifo, Path.mkdir, a_loop, lambda path: path.write_bytes(b"#" * 20_000)]
)
def test_what_is_no_file_of_settings_is_left_alone(
    make: Callable[[Path], object], tmp_path: Path
) -> None:
    """A pipe is not waited for, either."""
    make(tmp_path / "config.toml")
    before = (tmp_path / "config.toml").lstat()
    settings, (said,) = read_settings(tmp_path)
    assert settings == Settings()
    assert said.startswith("config.toml cannot be read: ")
    with pytest.raises(NotSavedError):
        write_settings(tmp_path, {"measure": 70})
    assert (tmp_path / "config.toml").lstat() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_kept_is_not_written_over(tmp_path: Path) -> None:
    class Full(Disk):
        def link(self, path: Path, other: Path) -> None:
            raise OSError(errno.EPERM, "no links here")

        def create(self, path: Path) -> int:
            raise OSError(errno.ENOSPC, "no space left on device")

    (tmp_path / "config.toml").write_bytes(b"= = =")
    with pytest.raises(NotSavedError, match="there is no room"):
        write_settings(tmp_path, {"measure": 70}, Full())
    assert (tmp_path / "config.toml").read_bytes() == b"= = ="
