"""The language server as an editor meets it: a process, spoken to over its standard streams."""

import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.authoring.lsp.editor import Editor, editing
from tests.sizes import size

ROOT = Path(__file__).parents[3]
REFUSED = -32803
"""How the protocol says that something cannot be done, such as a name that is taken."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small shipped pack."""
    return Path(copytree(ROOT / "scenarios" / "first_day", tmp_path / "first_day"))


def codes(editor: Editor, uri: str) -> list[str]:
    return [one["code"] for one in editor.diagnostics[uri]]


def test_a_slip_is_shown_as_it_is_typed_and_goes_when_it_is_mended(folder: Path) -> None:
    path = folder / "nine_oh_five.yaml"
    text = path.read_text(encoding="utf-8")
    with editing(folder) as editor:
        uri = editor.open(path, text.replace("choices:", "choicez:", 1))
        said = editor.wait(uri)
        assert "PM201" in [one["code"] for one in said]
        slip = next(one for one in said if one["code"] == "PM201")
        line = slip["range"]["start"]["line"]
        marked = text.replace("choices:", "choicez:", 1).split("\n")[line]
        assert (
            marked[slip["range"]["start"]["character"] : slip["range"]["end"]["character"]]
            == "choicez"
        )
        assert "Did you mean `choices`?" in slip["message"]
        assert (slip["severity"], slip["source"]) == (1, "pmsim")
        editor.change(uri, text)
        assert editor.wait(uri) == []


def test_what_one_file_does_to_another_is_shown_there_and_cleared_there(folder: Path) -> None:
    world, story = folder / "pack.yaml", (folder / "the_railway.yaml").as_uri()
    text = world.read_text(encoding="utf-8")
    with editing(folder) as editor:
        uri = editor.open(world, text.replace("  emil: {", "  emily: {"))
        editor.wait(story)
        assert {"PM301", "PM701"} & set(codes(editor, story))
        editor.change(uri, text)
        assert editor.wait(story) == []


def test_a_file_outside_any_pack_is_understood_with_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = (
        "language: 1\ntitle: Mine\nscenes:\n  first:\n    text: It ticks.\n    effects: {burnot: 1,"
        " standing: 1}\n"
    )
    path.write_text("x: y\n")
    with editing(tmp_path) as editor:
        uri = editor.open(path, text)
        assert any("burnot" in one["message"] for one in editor.wait(uri))
        other = editor.open(tmp_path / "compose.yaml", "services: {}\n")
        editor.change(uri, text.replace("burnot: 1, ", ""))
        assert not any("burnot" in one["message"] for one in editor.wait(uri))
        assert other not in editor.diagnostics
        assert set(editor.diagnostics) == {uri}


def test_what_is_opened_is_answered_even_if_there_is_nothing_to_say(folder: Path) -> None:
    with editing(folder) as editor:
        for name in ("pack.yaml", "the_railway.yaml"):
            assert editor.wait(editor.open(folder / name)) == []
        uri = (folder / "pack.yaml").as_uri()
        editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert editor.wait(editor.open(folder / "pack.yaml")) == []


def test_a_name_that_is_taken_is_refused_without_a_word_in_the_log(folder: Path) -> None:
    with editing(folder) as editor:
        uri = editor.open(folder / "pack.yaml")
        lines = (folder / "pack.yaml").read_text("utf-8").split("\n")
        line = next(
            number for number, written in enumerate(lines) if written.startswith("  bea: {")
        )
        at = {"textDocument": {"uri": uri}, "position": {"line": line, "character": 3}}
        refused = editor.answer("textDocument/rename", {**at, "newName": "emil"})
        assert refused["error"] == {
            "code": REFUSED,
            "message": "There is a person called `emil` already.",
        }
    assert b"".join(editor.complaints) == b""


@pytest.mark.parametrize("where", ["workspace", "around", "elsewhere"])
def test_a_folder_opened_by_a_link_stays_one(folder: Path, where: str) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder.name)
    root = {"workspace": link, "around": folder.parent, "elsewhere": folder.parent / "other"}[where]
    world = (folder / "pack.yaml").read_text("utf-8")
    with editing(root) as editor:
        uri = editor.open(link / "nine_oh_five.yaml")
        lines = (link / "nine_oh_five.yaml").read_text("utf-8").lower().split("\n")
        line, column = next(
            (number, one.index("{bea}") + 2) for number, one in enumerate(lines) if "{bea}" in one
        )
        at = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
        assert [place["uri"] for place in editor.ask("textDocument/definition", at)] == [
            (link / "pack.yaml").as_uri()
        ]
        edit = editor.ask("textDocument/rename", {**at, "newName": "beatrice"})
        touched = {change["textDocument"]["uri"] for change in edit["documentChanges"]}
        assert {uri, (link / "pack.yaml").as_uri()} <= touched
        symbols = editor.ask("workspace/symbol", {"query": "nine_oh"})
        assert all(one["location"]["uri"].startswith(link.as_uri()) for one in symbols)
        (folder / "pack.yaml").write_text(world.replace("  emil: {", "  emily: {"), "utf-8")
        editor.notify(
            "workspace/didChangeWatchedFiles",
            {"changes": [{"uri": (link / "pack.yaml").as_uri(), "type": 2}]},
        )
        assert editor.wait((link / "the_railway.yaml").as_uri())
        assert all(each.startswith(link.as_uri()) for each in editor.diagnostics)


def test_a_link_into_a_workspace_is_spelt_as_the_workspace_is(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder.name)
    with editing(link) as editor:
        uri = editor.open(folder / "nine_oh_five.yaml")
        assert editor.wait(uri) == []
        symbols = editor.ask("workspace/symbol", {"query": "bea"})
        told = {one["location"]["uri"] for one in symbols} - {uri}
        assert (link / "pack.yaml").as_uri() in told
        assert all(each.startswith(f"{link.as_uri()}/") for each in told)


def test_what_others_write_on_disk_is_taken_note_of(folder: Path) -> None:
    world = folder / "pack.yaml"
    text = world.read_text(encoding="utf-8")
    with editing(folder) as editor:
        world.write_text(text.replace("  emil: {", "  emily: {"), encoding="utf-8")
        uri = editor.open(folder / "the_railway.yaml")
        assert {"PM301", "PM701"} & {one["code"] for one in editor.wait(uri)}
        world.write_text(text, encoding="utf-8")
        editor.notify(
            "workspace/didChangeWatchedFiles", {"changes": [{"uri": world.as_uri(), "type": 2}]}
        )
        assert editor.wait(uri) == []
        assert "client/registerCapability" in editor.asked


def test_a_file_that_is_closed_counts_as_it_is_on_disk(folder: Path) -> None:
    world, story = folder / "pack.yaml", folder / "the_railway.yaml"
    with editing(folder) as editor:
        uri = editor.open(
            world, world.read_text(encoding="utf-8").replace("  emil: {", "  emily: {")
        )
        other = editor.open(story)
        assert editor.wait(other) != []
        editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert editor.wait(other) == []


@pytest.mark.parametrize(("encoding", "column"), [("utf-16", 18), ("utf-8", 24), ("utf-32", 16)])
@pytest.mark.cases(1)
def test_columns_are_counted_as_the_editor_does(tmp_path: Path, encoding: str, column: int) -> None:
    path = tmp_path / "mine.yaml"
    with editing(tmp_path, [encoding]) as editor:
        uri = editor.open(
            path,
            "language: 1\ntitle: Mine\nscenes:\n  first:\n    text: |\n      😀😀 \N{EM DASH} and,"
            " {nobody}?\n",
        )
        said = next(one for one in editor.wait(uri) if one["code"] == "PM701")
        start = said["range"]["start"]
        assert (start["line"], start["character"]) == (5, column)


def test_the_outline_has_scenes_with_their_choices(folder: Path) -> None:
    with editing(folder) as editor:
        uri = editor.open(folder / "nine_oh_five.yaml")
        outline = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert all(symbol["children"] is not None for symbol in outline)
        assert sum(len(symbol["children"]) for symbol in outline) > len(outline) > 1
        world = editor.open(folder / "pack.yaml")
        assert "stats" in [
            one["name"]
            for one in editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": world}})
        ]


def test_names_are_offered_where_they_may_stand(folder: Path) -> None:
    path = folder / "nine_oh_five.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(
        number
        for number, written in enumerate(text.split("\n"))
        if written.strip().startswith("goto:")
    )
    with editing(folder) as editor:
        uri = editor.open(path)
        typed = text.split("\n")
        typed[line] = f"{typed[line].partition(':')[0]}: "
        editor.change(uri, "\n".join(typed))
        found = editor.ask(
            "textDocument/completion",
            {
                "textDocument": {"uri": uri},
                "position": {"line": line, "character": len(typed[line])},
            },
        )
        assert "out" in [item["label"] for item in found]
        scene = found[0]
        edit = scene["textEdit"]
        assert (
            edit["range"]["start"]
            == edit["range"]["end"]
            == {
                "line": line,
                "character": len(typed[line]),
            }
        )
        typed[line] += edit["newText"]
        editor.change(uri, "\n".join(typed))
        assert not any("no scene" in one["message"] for one in editor.wait(uri))


def test_a_name_is_followed_explained_and_renamed(folder: Path) -> None:
    story, world = folder / "nine_oh_five.yaml", folder / "pack.yaml"
    with editing(folder) as editor:
        uri = editor.open(world)
        lines = world.read_text("utf-8").split("\n")
        line = next(
            number for number, written in enumerate(lines) if written.startswith("  bea: {")
        )
        at = {"textDocument": {"uri": uri}, "position": {"line": line, "character": 3}}
        assert "Bea Okoro" in editor.ask("textDocument/hover", at)["contents"]["value"]
        places = editor.ask(
            "textDocument/references", {**at, "context": {"includeDeclaration": True}}
        )
        assert {story.as_uri(), uri} <= {place["uri"] for place in places}
        other = next(place for place in places if place["uri"] == story.as_uri())
        given = editor.ask(
            "textDocument/definition",
            {"textDocument": {"uri": editor.open(story)}, "position": other["range"]["start"]},
        )
        assert [(place["uri"], place["range"]["start"]) for place in given] == [
            (uri, {"line": line, "character": 2})
        ]
        here = editor.ask("textDocument/documentHighlight", at)
        assert len(here) == len([place for place in places if place["uri"] == uri])
        assert editor.ask("textDocument/prepareRename", at)["placeholder"] == "bea"
        edit = editor.ask("textDocument/rename", {**at, "newName": "beatrice"})
        assert sum(len(change["edits"]) for change in edit["documentChanges"]) == len(places)
        refused = editor.answer("textDocument/rename", {**at, "newName": "emil"})
        assert refused["error"]["message"] == "There is a person called `emil` already."
        symbols = editor.ask("workspace/symbol", {"query": "nine_oh"})
        assert "nine_oh_five" in [symbol["name"] for symbol in symbols]


def test_renaming_a_scenario_renames_its_file(folder: Path) -> None:
    with editing(folder) as editor:
        uri = editor.open(folder / "pack.yaml")
        lines = (folder / "pack.yaml").read_text("utf-8").split("\n")
        line = next(
            number for number, written in enumerate(lines) if "scenario: nine_oh_five" in written
        )
        at = {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": len(lines[line]) - 1},
        }
        edit = editor.ask("textDocument/rename", {**at, "newName": "the_morning"})
        moves = [change for change in edit["documentChanges"] if change.get("kind") == "rename"]
        names = ((folder / "nine_oh_five.yaml").as_uri(), (folder / "the_morning.yaml").as_uri())
        assert [(move["oldUri"], move["newUri"]) for move in moves] == [names]


def test_renaming_a_lone_scenario_leaves_its_file_in_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "my_monday.yaml"
    lines = (
        "language: 1",
        "title: Monday",
        "repeat: 1",
        "scenes:",
        "  room:",
        "    text: You sit down.",
        "    choices:",
        "      - id: stand",
        "        label: Stand.",
        "        needs: not took(my_monday.room.stand)",
        "        effects: {standing: 1, capital: -1}",
        "      - id: leave",
        "        label: Leave.",
        "        effects: {standing: -1, capital: 1}",
    )
    file.write_text("\n".join((*lines, "")), encoding="utf-8")
    line = next(number for number, written in enumerate(lines) if "my_monday" in written)
    with editing(tmp_path) as editor:
        at = {
            "textDocument": {"uri": editor.open(file)},
            "position": {"line": line, "character": lines[line].index("my_monday") + 1},
        }
        edit = editor.ask("textDocument/rename", {**at, "newName": "my_tuesday"})
    moves = [change for change in edit["documentChanges"] if change.get("kind") == "rename"]
    assert [(move["oldUri"], move["newUri"]) for move in moves] == [
        (file.as_uri(), (tmp_path / "my_tuesday.yaml").as_uri())
    ]


def test_without_its_libraries_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['pygls'] = None; from pmsim.cli.main import main; main(['lsp'])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.splitlines() == [
        "The language server needs two more libraries: pip install 'pmsim[author]'"
    ]


def test_only_the_protocol_package_knows_the_protocol() -> None:
    modules = (ROOT / "pmsim").rglob("*.py")
    imports = re.compile(r"^\s*(from|import) (lsprotocol|pygls)", re.MULTILINE)
    knows = {path.parent.name for path in modules if imports.search(path.read_text("utf-8"))}
    assert knows == {"protocol"}


def test_a_problem_can_be_mended_where_it_is_shown(folder: Path) -> None:
    path = folder / "nine_oh_five.yaml"
    text = path.read_text(encoding="utf-8").replace("choices:", "choicez:", 1)
    with editing(folder) as editor:
        uri = editor.open(path, text)
        slip = next(one for one in editor.wait(uri) if one["code"] == "PM201")
        question = {
            "textDocument": {"uri": uri},
            "range": slip["range"],
            "context": {"diagnostics": [slip]},
        }
        fixes = editor.ask("textDocument/codeAction", question)
        assert (fixes[0]["title"], fixes[0]["isPreferred"]) == ("Write `choices`", True)
        assert fixes[0]["edit"]["documentChanges"][0]["edits"] == [
            {"range": slip["range"], "newText": "choices"}
        ]
        assert fixes[0]["diagnostics"] == [slip]


def test_a_pack_that_extends_another_is_followed_into_it(tmp_path: Path) -> None:
    pack, story = tmp_path / "pack.yaml", tmp_path / "visit.yaml"
    pack.write_text("language: 1\npack: mine\ntitle: Mine\nextends: first_day\n")
    text = (
        "language: 1\ntitle: A visit\nscenes:\n  visit:\n    text: |\n      {rosa} nods.\n   "
        " effects: {rosa: 1, rosy: 1}\n"
    )
    with editing(tmp_path) as editor:
        uri = editor.open(story, text)
        assert any("rosy" in one["message"] for one in editor.wait(uri))
        at = {"textDocument": {"uri": uri}, "position": {"line": 6, "character": 15}}
        given = editor.ask("textDocument/definition", at)
        assert [Path(place["uri"]).parts[-2:] for place in given] == [("first_day", "pack.yaml")]
        refused = editor.answer("textDocument/rename", {**at, "newName": "rosina"})
        assert refused["error"]["message"] == "The person `rosa` belongs to another pack."


PIECES = [
    *"{}[]:,.-|>\"'#&*!%@`? \n\t\r",
    "  ",
    "😀",
    "é",
    "\ud800",
    "\x00",
    "\u2028",
    "- ",
    "needs: ",
    "text: |\n",
    "scenes:\n",
    "seen(",
    "{in",
]
ASKED = (
    "completion",
    "hover",
    "definition",
    "references",
    "documentHighlight",
    "prepareRename",
    "rename",
    "codeAction",
    "documentSymbol",
)


def test_whatever_is_typed_every_question_is_answered(folder: Path) -> None:
    """Random keys at random places of random files; after each, one question of every kind about
    a random place."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}

    def work(editor: Editor, uris: dict[Path, str]) -> None:
        @settings(
            max_examples=size(30),
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(list(texts)), st.data())
        def typed(path: Path, data: st.DataObject) -> None:
            text = texts[path]
            where, cut = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 60))
            written = (
                text[:where]
                + "".join(data.draw(st.lists(st.sampled_from(PIECES), max_size=6)))
                + text[where + cut :]
            )
            editor.change(uris[path], written)
            near = written.count("\n", 0, where)
            at = {
                "line": max(0, near + data.draw(st.integers(-1, 1))),
                "character": data.draw(st.integers(0, 90)),
            }
            method = data.draw(st.sampled_from(ASKED))
            question = {"textDocument": {"uri": uris[path]}, "position": at, "newName": "anew"}
            question |= {
                "range": {"start": at, "end": at},
                "context": {"includeDeclaration": True, "diagnostics": [], "triggerKind": 1},
            }
            answer = editor.answer(f"textDocument/{method}", question)
            assert "error" not in answer or answer["error"]["code"] == REFUSED, answer
            editor.change(uris[path], text)

        typed()

    with editing(folder) as editor:
        work(editor, {path: editor.open(path) for path in texts})
        assert b"Traceback" not in b"".join(editor.complaints)
