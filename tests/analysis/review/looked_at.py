"""Small packs under review: the example of the rules, with a scenario of one's own laid over it."""

from textwrap import dedent, indent

from pmsim.analysis.review import Review, review_pack
from pmsim.analysis.review.review_input import ReviewInput
from pmsim.lang import Draft, compile_pack
from pmsim.lang.pack import Pack
from pmsim.lang.rules.example import EXAMPLE_FILES

WORDS = """\
She counts nine of them aloud, and then the radiator ticks, and then nobody says anything for as long as it takes
a lift to come up, open, look at you all, and go away.
"""
"""Words enough for a scene: thirty-five."""
GOOD = (
    "effects: {standing: 1, workload: 2}\ntext: Nothing comes of it, and you wait for one more"
    " hour."
)
"""What a choice of the usual kind does."""


def files(scenario: str, craft: str = "", **more: str) -> dict[str, bytes]:
    """The example's files with this scenario, `craft:` and others (by stem)."""
    own = {f"{name}.yaml": text for name, text in more.items()}
    return {
        name: text.encode()
        for name, text in {
            **EXAMPLE_FILES,
            "scene.yaml": scenario,
            "craft.yaml": craft or "{}\n",
            **own,
        }.items()
    }


def compiled(written: dict[str, bytes]) -> tuple[Pack, Draft]:
    """A sound pack and its draft."""
    found = compile_pack(written)
    assert found.pack is not None, found.diagnostics
    assert found.draft is not None
    return found.pack, found.draft


def subject(scenario: str, craft: str = "", **more: str) -> ReviewInput:
    """That pack, gathered for a review."""
    return ReviewInput(*compiled(files(scenario, craft, **more)))


def reviewed(scenario: str, craft: str = "", **more: str) -> Review:
    """The review of that pack."""
    return review_pack(*compiled(files(scenario, craft, **more)))


def choice(name: str, rest: str = GOOD, label: str = "Wait a while.") -> str:
    """A choice as written."""
    return f"id: {name}\nlabel: {label}\n{rest}\n"


TWO = (choice("a"), choice("b"))


def scenario(text: str = WORDS, *choices: str, more: str = "") -> str:
    """A scenario whose first scene, `door`, has this text and these choices (as written), and
    more scenes behind it."""
    written = "".join(
        "      - " + indent(each, "        ").lstrip() for each in choices or (*TWO, choice("c"))
    )
    body = indent(text.strip("\n"), "        ")
    return (
        f"language: 1\ntitle: The Door\nscenes:\n  door:\n    text: |\n{body}\n   "
        f" choices:\n{written}{indent(dedent(more), '  ')}"
    )
