"""`pmsim serve`: begins, ends with Ctrl-C, and says why it cannot begin."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from pmsim.cli.commands import pmsim


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_asked_to_end(number: signal.Signals, tmp_path: Path) -> None:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "pmsim", "serve", "first_day", "--port", str(port)],
        env={"PMSIM_SAVES": str(tmp_path), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line == f"Open http://127.0.0.1:{port} in a browser. Ctrl-C ends it.\n"
            with urlopen(f"http://127.0.0.1:{port}/") as answer:
                assert b"<title>pmsim</title>" in answer.read()
            process.send_signal(number)
            out, talk = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, out, talk) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = CliRunner().invoke(pmsim, ["serve", "first_day", "--port", port])
    assert found.exit_code == 1
    assert f"The page cannot be opened at port {port}" in found.stderr
    assert "--port" in found.stderr


def test_a_pack_that_does_not_load_opens_no_page(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("language: 1\n", encoding="utf-8")
    found = CliRunner().invoke(pmsim, ["serve", str(tmp_path)])
    assert found.exit_code == 1
    assert "does not load" in found.stderr


def test_without_its_libraries_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['aiohttp'] = None\n"
        "from pmsim.cli.main import main; main(['serve', 'first_day'])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == "The browser's page needs more libraries: pip install 'pmsim[web]'\n"
