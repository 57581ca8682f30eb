"""`play --watch`, with a real file, a real folder watched and a real process that is talked to
in lines."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import pytest
from click import ClickException

from pmsim.cli.options import PlayRequest
from pmsim.cli.watch_mode import reload_pack, wait_until_loadable, watched_story
from pmsim.lang.rules.example import EXAMPLE_FILES
from pmsim.store.author_files import watch_changes
from pmsim.ui.career import EditedPack

ROOT = Path(__file__).parents[2]
SCENARIO = """\
language: 1
title: The Lift
scenes:
  doors:
    text: |
      The lift stops between two floors.
    choices:
      - id: ring
        label: |
          Ring the bell.
        goto: voice
      - id: wait
        label: |
          Wait.
  voice:
    text: |
      A voice asks which lift.
    choices:
      - id: this
        label: |
          "This one."
      - id: hang_up
        label: |
          Say nothing.
"""


class Played:
    """A `pmsim play FILE --watch --plain` that is running, and all it has said."""

    def __init__(self, file: Path, folder: Path) -> None:
        words = [
            sys.executable,
            "-m",
            "pmsim",
            "play",
            str(file),
            "--watch",
            "--plain",
            "--saves",
            str(folder),
        ]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        self.listener.join()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.stdout.close()

    def type(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def until(self, words: str, typing: str | None = None) -> None:
        """Until it has said something; `typing` meanwhile, so that it looks whether there is
        something to say."""
        for _ in range(300):
            if words in self.said:
                return
            if typing is not None:
                self.type(typing)
            time.sleep(0.1)
        raise AssertionError(f"{words!r} was not said:\n{self.said}")


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    (tmp_path / "lift.yaml").write_text(SCENARIO, encoding="utf-8")
    game = Played(tmp_path / "lift.yaml", tmp_path / "saves")
    yield game
    game.stop()


def test_a_saved_file_is_read_again_at_the_same_decision(played: Played, tmp_path: Path) -> None:
    file = tmp_path / "lift.yaml"
    played.until("Ring the bell.")
    played.type("1")
    played.until("A voice asks")
    file.write_text(SCENARIO.replace("which lift", "whose lift"), encoding="utf-8")
    played.until("A voice asks whose lift.", "stats")
    file.write_text(SCENARIO.replace("goto: voice", "goto: voise"), encoding="utf-8")
    played.until("There is no scene called `voise`.", "stats")
    assert "Did you mean `voice`?" in played.said
    file.write_text(SCENARIO.replace("id: ring", "id: shout"), encoding="utf-8")
    played.until("`ring` is not open any more; Decision 1 is the last that stands.", "stats")
    played.type("quit")
    assert played.process.wait(20) == 0
    assert not (tmp_path / "saves").exists()
    assert "Saved at" not in played.said


def test_a_file_that_does_not_load_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "lift.yaml"
    file.write_text(SCENARIO.replace("goto: voice", "goto: voise"), encoding="utf-8")
    game = Played(file, tmp_path / "saves")
    try:
        game.until("lift.yaml is watched. Waiting for it to be saved again")
        for _ in range(300):
            file.write_text(SCENARIO, encoding="utf-8")
            if "Ring the bell." in game.said:
                break
            time.sleep(0.2)
        game.until("Ring the bell.")
    finally:
        game.stop()


REFUSALS = [
    (
        RuntimeError("Error creating recommended watcher: Too many open files (os error 24)"),
        "raise the limit fs.inotify.max_user_instances.",
    ),
    (
        OSError('OS file watch limit reached. about ["/a"] (Error { kind: MaxFilesWatch })'),
        "raise the limit fs.inotify.max_user_watches.",
    ),
    (
        PermissionError('Permission denied (os error 13) about ["/a/b"]'),
        "The system does not tell of changes: Permission denied (os error 13).",
    ),
]


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The system gives no watcher."""

    def watch(*_: object, **__: object) -> Iterator[None]:
        raise error
        yield

    monkeypatch.setattr("watchfiles.watch", watch)


@pytest.mark.parametrize(("error", "says"), REFUSALS)
@pytest.mark.parametrize("around", [True, False])
def test_where_the_system_gives_no_watcher_the_files_are_looked_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, says: str, around: bool
) -> None:
    monkeypatch.setattr("pmsim.store.author_files.POLL_SECONDS", 0.01)
    refuse(monkeypatch, error)
    file = tmp_path / "lift.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    for name, text in EXAMPLE_FILES.items() if around else ():
        (tmp_path / name).write_text(text, encoding="utf-8")
    watched, stop, got = (
        watched_story(PlayRequest(str(file))),
        threading.Event(),
        SimpleQueue[EditedPack](),
    )
    assert says in watched.intro_sentence
    assert watched.intro_sentence.endswith("lift.yaml is looked at every second instead.")
    looks = threading.Thread(target=lambda: got.put(next(watched.edits(stop))), daemon=True)
    looks.start()
    text = SCENARIO
    while looks.is_alive():
        text += "#"
        beside = tmp_path / "lift.saved"
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)  # a look between truncating and writing would find it empty
        looks.join(0.05)
    assert got.get().pack is not None


def test_looking_ends_with_the_game(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert list(watch_changes(tmp_path, stop, looking=True)) == []


@pytest.mark.parametrize("around", [True, False])
def test_only_a_pack_is_watched_with_the_folders_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, around: bool
) -> None:
    """A story that lies in the home folder would have the whole of that watched."""
    asked = []

    def watch(folder: Path, **how: object) -> Iterator[None]:
        asked.append((folder, how["recursive"]))
        return iter(())

    monkeypatch.setattr("watchfiles.watch", watch)
    (tmp_path / "lift.yaml").write_text(SCENARIO, encoding="utf-8")
    if around:
        (tmp_path / "pack.yaml").touch()
    assert (
        watched_story(PlayRequest(str(tmp_path / "lift.yaml"))).intro_sentence
        == "lift.yaml is watched."
    )
    assert asked == [(tmp_path, around)]


@pytest.mark.parametrize("where", ["watching", "reading"])
def test_what_ends_watching_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    file = tmp_path / "lift.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: iter([set()]))
    watched = watched_story(PlayRequest(str(file)))
    if where == "watching":
        refuse(monkeypatch, OSError("The disk is gone"))
    else:
        monkeypatch.setattr("pmsim.cli.watch_mode.reload_pack", lambda _: int("x"))
    (edited,) = watched.edits(threading.Event())
    assert (edited.pack, edited.watched) == (None, False)
    reason = (
        "The disk is gone" if where == "watching" else "invalid literal for int() with base 10: 'x'"
    )
    assert edited.report(80) == [
        f"lift.yaml is not read again any more: {reason}. Leave, and begin again."
    ]
    file.write_text("title: [", encoding="utf-8")
    monkeypatch.undo()
    refuse(monkeypatch, OSError("The disk is gone"))
    with pytest.raises(ClickException, match="is not read again any more"):
        wait_until_loadable(PlayRequest(str(file)), watched)


@pytest.mark.parametrize(
    ("career", "name"), [(False, "first_day.the_railway"), (True, "first_day")]
)
def test_what_is_read_again_is_what_was_asked_for(career: bool, name: str) -> None:
    edited = reload_pack(
        PlayRequest(str(ROOT / "scenarios" / "first_day" / "the_railway.yaml"), career=career)
    )
    assert edited.pack is not None
    assert edited.pack.id == name


def test_what_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "pmsim",
        "play",
        str(tmp_path / "lfit.yaml"),
        "--watch",
        "--plain",
    ]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "There is no pack or file called" in found.stderr
