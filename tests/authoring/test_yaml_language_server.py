"""What an author gets in an editor that knows YAML and our schema, and nothing of pmsim: the real
yaml-language-server, from npm, asked.

It is installed once, into the user's cache. Without node and npm, or without a network the first
time, these tests are skipped, and say so.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pmsim.authoring.schema import schema
from pmsim.lang.schema import KINDS
from tests.authoring.lsp.desk import MARK, cursor
from tests.authoring.lsp.editor import Editor

VERSION = "1.25.0"
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    / "pmsim-tests"
    / f"yaml-language-server-{VERSION}"
)
SERVER = Path("node_modules", ".bin", "yaml-language-server")
SETTINGS = {
    "yaml": {"completion": True, "hover": True, "validate": True, "schemaStore": {"enable": False}}
}
MODELINE = "# yaml-language-server: $schema=.pmsim/schema.json\n"
BEGUN = "language: 1\ntitle: The Pause\nscenes:\n  pause:\n    text: It ticks.\n"
CHOSEN = f"{BEGUN}    choices:\n      - id: wait\n        label: Wait.\n"


def installed() -> Path:
    """The server's command. Skips the test where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not on this machine")
    if not (CACHE / SERVER).exists():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=CACHE.parent))
        order = [
            npm,
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            str(fresh),
            f"yaml-language-server@{VERSION}",
        ]
        try:
            subprocess.run(order, check=True, capture_output=True, timeout=120)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            shutil.rmtree(fresh)
            pytest.skip(f"npm cannot install yaml-language-server here: {error}")
        with suppress(OSError):  # another test run was quicker
            fresh.rename(CACHE)
        shutil.rmtree(fresh, ignore_errors=True)
    return CACHE / SERVER


class Yaml:
    """An editor with the server, in a folder where `pmsim schema` has been written to
    `.pmsim/schema.json`."""

    def __init__(self, editor: Editor, folder: Path) -> None:
        self.editor, self.folder, self.files = editor, folder, 0

    def open(self, text: str) -> str:
        self.files += 1
        return self.editor.open(self.folder / f"story_{self.files}.yaml", MODELINE + text)

    def at(self, text: str) -> dict[str, Any]:
        """The mark in a file that is now open."""
        here = cursor(MODELINE + text)
        uri = self.open(text.replace(MARK, ""))
        return {
            "textDocument": {"uri": uri},
            "position": {"line": here.line - 1, "character": here.column - 1},
        }

    def offered(self, text: str) -> dict[str, dict[str, Any]]:
        found = self.editor.ask("textDocument/completion", self.at(text))
        return {
            item["label"]: item for item in (found["items"] if isinstance(found, dict) else found)
        }

    def hover(self, text: str) -> str:
        said = self.editor.ask("textDocument/hover", self.at(text))
        return str(said["contents"]["value"]) if said else ""

    def problems(self, text: str) -> list[str]:
        """Line and message of what is said of a file."""
        return [
            f"{one['range']['start']['line']} {one['message']}"
            for one in self.editor.wait(self.open(text))
        ]


@pytest.fixture(scope="module")
def yaml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yaml]:
    command = installed()
    folder = tmp_path_factory.mktemp("stories")
    (folder / ".pmsim").mkdir()
    (folder / ".pmsim" / "schema.json").write_text(json.dumps(schema()), encoding="utf-8")
    editor = Editor(str(command), "--stdio")
    try:
        editor.begin(folder, settings=SETTINGS)
        yield Yaml(editor, folder)
    finally:
        editor.process.kill()
        editor.process.communicate()


def test_an_empty_file_offers_the_beginning_of_a_scenario(yaml: Yaml) -> None:
    found = yaml.offered(MARK)
    assert {"scenario", "language", "title", "scenes"} <= set(found)
    assert found["scenes"]["insertText"].startswith("scenes:\n")
    begun = found["scenario"]["insertText"]
    assert begun.startswith("language: 1\ntitle: ${1:")
    stops = [piece.partition(":")[0] for piece in begun.split("${")[1:]]
    assert stops == [str(number) for number in range(1, len(stops) + 1)], (
        "a stop that stands twice is filled in twice"
    )


@pytest.mark.parametrize(
    ("text", "kind", "less"),
    [
        (f"{BEGUN}    {MARK}", "scene", {"text"}),
        (f"{CHOSEN}        {MARK}", "choice", {"id", "label"}),
        (f"{BEGUN}{MARK}", "scenario", {"language", "title", "scenes"}),
    ],
)
def test_fields_are_offered_with_what_they_mean(
    yaml: Yaml, text: str, kind: str, less: set[str]
) -> None:
    found = yaml.offered(text)
    fields = {field.name: field for field in KINDS[kind].fields if field.name not in less}
    assert set(fields) <= set(found)
    assert not less & set(found)
    for name, field in fields.items():
        assert field.meaning in str(found[name]["documentation"])
        assert found[name]["insertText"].startswith(f"{name}:")


def test_numbers_and_records_are_begun_as_they_may_stand(yaml: Yaml) -> None:
    found = yaml.offered(f"{BEGUN}    {MARK}")
    assert found["pick"]["insertText"] == "pick: ${1:2}"
    assert found["effects"]["insertText"] == "effects:\n  "
    assert yaml.offered(f"{CHOSEN}        {MARK}")["each"]["insertText"] == "each: ${1:moments}"
    assert "scene" in yaml.offered(f"language: 1\ntitle: x\nscenes:\n  {MARK}")


def test_words_are_offered(yaml: Yaml) -> None:
    assert {"true", "false"} <= set(yaml.offered(f"{CHOSEN}        again: {MARK}"))
    world = "language: 1\npack: mine\ntitle: Mine\nstats:\n  mood:\n    min: 0\n    max: 9\n"
    assert {"high", "low"} <= set(yaml.offered(f"{world}    good: {MARK}"))


def test_hover_explains(yaml: Yaml) -> None:
    said = yaml.hover(CHOSEN.replace("label:", f"la{MARK}bel:"))
    assert "What the player reads and chooses." in said
    assert "`label: Ship it tonight.`" in said
    assert "and its change" in yaml.hover(f"{CHOSEN}        effects: {{stan{MARK}ding: 3}}\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (CHOSEN.replace("label:", "lable:"), "8 Property lable is not allowed."),
        (CHOSEN.replace("label:", "lable:"), '7 Missing property "label".'),
        (
            CHOSEN + "        tags: [Not-So]\n",
            "9 This must be a name in small letters, digits and _, beginning with a letter.",
        ),
        (CHOSEN + "        again: maybe\n", "9 This must be `true` or `false`."),
        (CHOSEN + "        each: hours\n", "9 This must be `moments`."),
    ],
)
def test_slips_are_shown_in_words(yaml: Yaml, text: str, problem: str) -> None:
    assert problem in yaml.problems(text)


@pytest.mark.parametrize(
    "text",
    [
        CHOSEN,
        "pm:\n  title: Product Manager\n  stage: ship\n",
        "play: office\nchoices: [wait]\n",
        "title: x\n",
    ],
)
def test_of_what_is_right_or_only_begun_nothing_is_said(yaml: Yaml, text: str) -> None:
    assert yaml.problems(text) == []
