"""The standard streams closed, full or gone: every command ends as it would without them, or
with one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.calls import WORDS, furnish

SHORT_OF_TIME = '"seconds": '
FULL = "Error: Standard output cannot be written: no space left on device.\n"


class Ended(NamedTuple):
    """How a process ended, and what it wrote into files."""

    code: int
    out: str
    talk: str


def ended(words: tuple[str, ...], folder: Path, streams: str) -> Ended:
    """Run a command in a new folder, its streams redirected as a shell does it; `</dev/null >out
    2>talk` comes first."""
    folder.mkdir()
    furnish(folder)
    script = f'exec "$@" </dev/null >out 2>talk {streams}'
    found = subprocess.run(
        ["sh", "-c", script, "sh", sys.executable, "-m", "pmsim", *words],
        cwd=folder,
        timeout=120,
        check=False,
    )
    lines = (folder / "out").read_text(encoding="utf-8").splitlines(keepends=True)
    out = "".join(line for line in lines if SHORT_OF_TIME not in line)
    return Ended(found.returncode, out, (folder / "talk").read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.cases(16)
def test_closed_and_full_streams(words: tuple[str, ...], tmp_path: Path) -> None:
    usual = ended(words, tmp_path / "usual", "")
    assert "Traceback" not in usual.out + usual.talk
    assert ended(words, tmp_path / "no input and no talk", "<&- 2>&-") == usual._replace(talk="")
    assert ended(words, tmp_path / "no output", ">&-") == usual._replace(out="")
    full = ended(words, tmp_path / "output full", ">/dev/full")
    if usual.out:
        assert (full.code, full.out) == (1, "")
        assert full.talk.endswith(FULL)
        assert "Traceback" not in full.talk
    else:
        assert full == usual


@pytest.mark.parametrize("name", ["play", "check"])
def test_streams_that_fail_when_used(name: str, tmp_path: Path) -> None:
    """Input that was opened for writing only, and talk that finds no room."""
    usual = ended(WORDS[name], tmp_path / "usual", "")
    assert ended(WORDS[name], tmp_path / "input", "0>/dev/null") == usual
    assert ended(WORDS[name], tmp_path / "talk", "2>/dev/full") == usual._replace(talk="")


def test_no_file_of_ours_is_taken_for_standard_output(tmp_path: Path) -> None:
    """Where standard output is closed, the next file to be opened would get its number, and be
    written into."""
    ended(WORDS["simulate"], tmp_path / "usual", "")
    ended(WORDS["simulate"], tmp_path / "closed", "<&- >&- 2>&-")
    assert (tmp_path / "closed" / "rows.csv").read_bytes() == (
        tmp_path / "usual" / "rows.csv"
    ).read_bytes()


@pytest.mark.parametrize(
    "environment", [{}, {"PYTHONUNBUFFERED": "1"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_however_python_writes(environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pmsim", "schema"]
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            command,
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
            check=False,
        )
    assert (found.returncode, found.stderr.decode()) == (1, FULL)


def test_a_pipe_that_does_not_wait_gets_everything() -> None:
    """A parent may have set the pipe so; what does not fit waits until there is room."""
    command = [sys.executable, "-m", "pmsim", "schema"]
    whole = subprocess.run(command, capture_output=True, check=True).stdout
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE) as writer:
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            assert pipe.read() == whole
        assert writer.wait() == 0
    assert len(whole) > 65536


def test_input_that_is_no_text_is_no_fault(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pmsim", *WORDS["play"]]
    found = subprocess.run(
        command, input=b"\xff\xfe\nquit\n", capture_output=True, cwd=tmp_path, check=False
    )
    assert (found.returncode, found.stderr) == (0, b"")


@pytest.mark.parametrize("messages", [1, 2])
def test_an_editor_that_cannot_be_written_to(messages: int, tmp_path: Path) -> None:
    """pygls reports an error of writing to the editor, by writing to it."""
    body = json.dumps(
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {"processId": None, "rootUri": None, "capabilities": {}},
        }
    )
    asked = f"Content-Length: {len(body)}\r\n\r\n{body}" * messages
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "pmsim", "lsp"]
        found = subprocess.run(
            command,
            input=asked.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert found.returncode == 1
    assert found.stderr.decode() == FULL
