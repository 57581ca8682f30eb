"""The pytest plug-in: collects every playthrough, passes those that hold, and says of the others
what, where and what was read last."""

import subprocess
import sys
from pathlib import Path

import pytest

# here, because pytester forgets what a test imports, and yaml cannot be loaded twice in one process
from tests.scenarios.test_shipped import pack

pytest_plugins = ["pytester"]
GOOD = (
    "play: first_day\nseed: 1\nchoices: [find_bea]\nthen: random\nexpect: {seen:"
    " [nine_oh_five.beas_room], text: [Bea]}\n"
)


def run(pytester: pytest.Pytester, *named: str, **files: str) -> pytest.RunResult:
    """A fresh pytest over the playthroughs (`named`: those alone), in a process of its own."""
    for name, text in files.items():
        (pytester.path / f"{name}.playthrough.yaml").write_text(text, encoding="utf-8")
    return pytester.runpytest_subprocess(
        "-q", "-p", "no:xdist", "-p", "no:randomly", "-p", "no:cacheprovider", *named
    )


def test_a_playthrough_that_holds_passes(pytester: pytest.Pytester) -> None:
    run(pytester, monday=GOOD).assert_outcomes(passed=1)


def test_a_failure_says_what_was_expected_and_what_is(pytester: pytest.Pytester) -> None:
    found = run(pytester, monday=GOOD.replace("text: [Bea]", "energy: 99, outcome: nowhere"))
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        [
            "*monday.playthrough.yaml:5:*",
            "*expected  energy 99",
            "*got       energy *",
            "*The last that was read:",
        ]
    )
    assert "Traceback" not in found.stdout.str()


def test_a_choice_that_is_gone_is_named_with_its_place(pytester: pytest.Pytester) -> None:
    found = run(pytester, monday=GOOD.replace("find_bea", "find_bee"))
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        ["*monday.playthrough.yaml:3:*", "*find_bee is not open*", "*Did you mean find_bea?"]
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pley: first_day\n", "Did you mean `play`?"),
        ("play: nowhere\n", "There is no pack or file called nowhere."),
        ("play: first_day\nstart: nowhere\n", "first_day has no start or player called nowhere."),
        ("play: first_day\nthen: nobody\n", "first_day has no start or player called nobody."),
    ],
)
@pytest.mark.cases(2)
def test_a_file_that_cannot_be_played_says_why(
    pytester: pytest.Pytester, text: str, says: str
) -> None:
    pytester.makeini("[pytest]\npmsim_pack = first_day\n")
    found = run(pytester, monday=text)
    found.assert_outcomes(failed=1)
    assert says in found.stdout.str()
    assert "Traceback" not in found.stdout.str()


FOREIGN = {
    "mapping": b"game: chess\nminutes: 40\n",
    "nested": b"rooms:\n  play: chess\n",
    "list": b"- play\n- pause\n",
    "text": b"Chess.\n",
    "empty": b"",
    "broken": b"game: [\n",
    "binary": bytes(range(256)),
    "utf_16": "game: chess\n".encode("utf-16"),
}
OURS = {
    "misspelt": "play: nowhere\n",
    "broken": "choices: {\nplay: [\n",
    "flow": "{play: nowhere}\n",
    "indented": "  play: nowhere\n",
    "with_bom": "\ufeffplay: nowhere\n",
}


def put_foreign(pytester: pytest.Pytester) -> None:
    """Another project's files that are called as ours are."""
    (pytester.path / "videos").mkdir()
    for name, content in FOREIGN.items():
        (pytester.path / "videos" / f"{name}.playthrough.yaml").write_bytes(content)
    (pytester.path / "videos" / "chess.playthrough.yml").write_bytes(b"game: chess\n")
    pytester.makepyfile("def test_theirs(): pass\n")


def test_another_projects_files_are_left_alone(pytester: pytest.Pytester) -> None:
    put_foreign(pytester)
    found = run(pytester)
    found.assert_outcomes(passed=1, warnings=len(FOREIGN))
    found.stdout.fnmatch_lines(
        ["*mapping.playthrough.yaml is not played: it has no `play:`, and there is no pack here."]
    )
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    run(pytester).assert_outcomes(passed=1)


def test_they_are_played_if_they_are_named(pytester: pytest.Pytester) -> None:
    put_foreign(pytester)
    run(pytester, "videos/mapping.playthrough.yaml").assert_outcomes(failed=1)


@pytest.mark.parametrize("told", [True, False])
def test_in_a_repository_with_a_pack_every_file_is_ours(
    pytester: pytest.Pytester, told: bool
) -> None:
    put_foreign(pytester)
    if told:
        pytester.makeini("[pytest]\npmsim_pack = first_day\n")
    else:
        (pytester.path / "story").mkdir()
        (pytester.path / "story" / "pack.yaml").touch()
    run(pytester).assert_outcomes(passed=1, failed=len(FOREIGN), warnings=1)


def test_what_says_play_is_ours_wherever_it_lies(pytester: pytest.Pytester) -> None:
    run(pytester, **OURS).assert_outcomes(failed=len(OURS))


def test_collecting_can_be_turned_off(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\npmsim_collect = false\n")
    pytester.makepyfile(
        "def test_session(pmsim_session): assert pmsim_session('first_day').decision == 1\n"
    )
    run(pytester, **OURS).assert_outcomes(passed=1)


def test_hidden_files_are_no_tests(pytester: pytest.Pytester) -> None:
    for name in ("._monday.playthrough.yaml", "._monday.playthrough.yml"):
        (pytester.path / name).write_bytes(b"\0\5\26\7\0\2\0\0Mac OS X")
    for name in (".monday.playthrough.yaml", ".playthrough.yaml"):
        (pytester.path / name).write_text("play: [", encoding="utf-8")
    run(pytester, monday=GOOD).assert_outcomes(passed=1)
    run(pytester, ".monday.playthrough.yaml").assert_outcomes(failed=1)


def test_a_playthrough_with_another_ending_is_named(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\npmsim_pack = first_day\n")
    (pytester.path / "monday.playthrough.yml").write_text("play: [", encoding="utf-8")
    (pytester.path / "tuesday.yml").write_text("play: [", encoding="utf-8")
    result = run(pytester)
    result.stdout.fnmatch_lines(
        ["*monday.playthrough.yml is not played: call it monday.playthrough.yaml."]
    )
    result.stdout.no_fnmatch_line("*tuesday*")


def test_the_fixture_begins_sessions(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        def test_monday(pmsim_session):
            session = pmsim_session("first_day", seed=3)
            session.act("find_bea")
            assert session.decision == 2
        """)
    run(pytester).assert_outcomes(passed=1)


def test_the_plug_in_imports_nothing_of_pmsim_that_it_does_not_need() -> None:
    """It is loaded in every pytest run of every project that has pmsim installed, and before
    coverage begins."""
    code = (
        "import sys, pmsim.testing.plugin; print(*sorted(name for name in sys.modules if"
        " name.startswith('pmsim')))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert found.stdout.split() == ["pmsim", "pmsim.testing", "pmsim.testing.plugin"]


def test_the_plug_in_is_registered() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert 'pmsim = "pmsim.testing.plugin"' in text


FIXTURES = """
import pytest

def test_unused(play, draws):
    draws.passes("the_railway.the_trolley.ask_for_trains")
    assert play(choices=["find_bea"]).decision == 2

def test_unknown(draws):
    draws.fails("the_railway.nothing")

def test_not_open(play):
    play(choices=["find_bee"])

def test_fails_before_its_luck_is_asked_for(draws):
    draws.passes(KEY)
    assert False

def test_kept(play, draws, pack):
    draws.passes(KEY)
    career = play(at=KEY.rpartition(".")[0], choices=[KEY.rpartition(".")[2]])
    assert career.pack is pack
    assert career.outcome is None

KEY = "the_railway.ten_past_two.go_and_see"
"""


def test_fixed_luck_is_loud(pytester: pytest.Pytester) -> None:
    (check,) = (
        choice.check for choice in pack("first_day").program.choices if choice.check is not None
    )
    pytester.makeini("[pytest]\npmsim_pack = first_day\n")
    text = FIXTURES.replace("the_railway.the_trolley.ask_for_trains", check.key)
    pytester.makepyfile(
        text.replace('KEY = "the_railway.ten_past_two.go_and_see"', f"KEY = {check.key!r}")
    )
    found = run(pytester)
    found.assert_outcomes(passed=2, failed=3, errors=1)
    found.stdout.fnmatch_lines_random(
        [
            (
                f"*The roll of {check.key} was fixed, and nobody rolled it. No check was rolled at"
                " all."
            ),
            "*There is no check called the_railway.nothing.*",
            "*Decision 1, at nine_oh_five.the_desk: find_bee is not open. Open are: find_bea, *",
        ]
    )


NOT_PASSED = """
import unittest
from pytest import fixture, importorskip, mark, skip, xfail

@fixture
def fixed(draws):
    draws.passes(KEY)

@fixture
def skipping(fixed):
    skip("not on this machine")

@fixture
def passing(fixed):
    pass

def test_skip(fixed):
    skip("not on this machine")

def test_skip_in_a_later_fixture(skipping):
    pass

def test_import(fixed):
    importorskip("a_module_that_nobody_has")

def test_skip_of_unittest(fixed):
    raise unittest.SkipTest("not on this machine")

@mark.usefixtures("fixed")
class TestCase(unittest.TestCase):
    def test_skip(self):
        self.skipTest("not on this machine")

    @unittest.expectedFailure
    def test_expected(self):
        assert False

def test_xfail(fixed):
    xfail("not yet")

@mark.xfail
def test_marked(fixed):
    assert False

@mark.xfail(strict=True)
def test_marked_strictly(fixed):
    assert False

@mark.xfail
def test_marked_and_passes(fixed):
    pass

@mark.xfail(strict=True)
def test_marked_strictly_and_passes(fixed):
    pass

def test_fails(fixed):
    assert False

def test_passes(passing):
    pass
"""


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
@pytest.mark.cases(1)
def test_unused_luck_is_said_of_a_test_that_passed_alone(
    pytester: pytest.Pytester, workers: tuple[str, ...]
) -> None:
    """A test that was skipped, or failed as expected, ends as that and as nothing else."""
    (check,) = (
        choice.check for choice in pack("first_day").program.choices if choice.check is not None
    )
    pytester.makeini("[pytest]\npmsim_pack = first_day\n")
    pytester.makepyfile(f"KEY = {check.key!r}\n{NOT_PASSED}")
    found = pytester.runpytest_subprocess(
        "-q", *(workers or ("-p", "no:xdist")), "-p", "no:randomly", "-p", "no:cacheprovider"
    )
    found.assert_outcomes(skipped=5, xfailed=4, xpassed=1, failed=2, passed=1, errors=1)
    found.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_passes*",
            f"*The roll of {check.key} was fixed, and nobody rolled it.*",
        ]
    )


def test_the_fixture_pack_says_what_it_lacks(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(pack): pass\n")
    found = run(pytester)
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(
        [
            "*The fixture `pack` has no pack. There is no pack.yaml above *Name one in the ini"
            " file: pmsim_pack*"
        ]
    )
    assert "Traceback" not in found.stdout.str()


def test_fixtures_of_ones_own_go_first(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import pytest
        from pmsim import load_pack

        @pytest.fixture
        def pack():
            return load_pack("first_day")

        @pytest.fixture
        def draws_of_mine():
            return 7

        def test_it(play, pack, draws_of_mine):
            assert play().pack is pack
        """)
    run(pytester).assert_outcomes(passed=1)
