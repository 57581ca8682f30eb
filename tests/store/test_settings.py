"""Settings: what is kept is read again, and a wrong file says where it is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.store.errors import NotSavedError
from pmsim.store.settings import ALLOWED, Settings, read_settings, write_settings

ANY = st.builds(Settings, **{name: st.sampled_from(values) for name, values in ALLOWED.items()})


@given(ANY)
def test_what_is_kept_is_read_again(settings: Settings) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_settings(Path(folder), settings)
        assert read_settings(Path(folder)) == (settings, ())


def test_no_file_is_as_shipped(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "nowhere") == (Settings(), ())


@pytest.mark.parametrize(
    ("written", "settings", "said"),
    [
        ('tehme = "dark"\nmeasure = 70\n', Settings(measure=70),
         'config.toml, line 1: "tehme" is not a setting; the nearest is "theme". Everything else was read.'),
        ('theme = "pink"\n', Settings(), "config.toml, line 1: theme is one of: dark, light, contrast, bare. Everything else was read."),
        ("figures = 1\n", Settings(), "config.toml, line 1: figures is one of: false, true. Everything else was read."),
        ("\nmeasure = 90", Settings(), "config.toml, line 2: measure is one of: 60 to 75. Everything else was read."),
    ],
)  # fmt: skip
def test_a_slip_is_named_and_the_rest_is_read(written: str, settings: Settings, said: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(written, encoding="utf-8")
    assert read_settings(tmp_path) == (settings, (said,))


@pytest.mark.parametrize("content", [b"= = =", b"\xff\xfe\x00", b"theme = [" * 200])
def test_a_broken_file_is_no_traceback(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    settings, (said,) = read_settings(tmp_path)
    assert settings == Settings()
    assert said.endswith("Everything is as shipped.")


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotSavedError):
        write_settings(tmp_path / "file", Settings())
