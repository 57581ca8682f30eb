"""A roll as pages show it, and the verb with which a chosen label is repeated."""

from pmsim.core.events import Rolled
from pmsim.core.program import Check
from pmsim.lang import Pack
from pmsim.ui.present.pack_texts import PackTexts, check_basis
from pmsim.ui.present.parts import CheckPart
from pmsim.ui.present.text import Line, to_plain
from pmsim.ui.present.words import odds_words


def check_part(pack: Pack, event: Rolled) -> CheckPart:
    """Return a roll as shown."""
    assert event.state is not None
    check = _rolled_check(pack, event)
    words = PackTexts(pack, event.state)
    yes, no = (
        to_plain(words.line(f"{branch.key}/short")) for branch in (check.success, check.failure)
    )
    return CheckPart(
        check_basis(pack, check.odds, event.state),
        event.odds,
        event.roll,
        event.passed,
        yes or "it goes your way",
        no or "it does not",
        odds_words(event.odds, pack.frame),
    )


def is_check_shown(check: CheckPart, event: Rolled) -> bool:
    """Return True unless the roll is a scene's own luck: the player tried nothing."""
    return event.choice >= 0 or bool(check.tested)


def _rolled_check(pack: Pack, event: Rolled) -> Check:
    if event.choice >= 0:
        check = pack.program.choices[event.choice].check
    else:
        check = next(scene.check for scene in pack.program.scenes if scene.key == event.key)
    assert check is not None
    return check


def choice_verb(label: Line) -> str:
    """Return the verb that introduces a choice's label when it is repeated."""
    text = to_plain(label)
    if not text.startswith("“"):
        return "You chose"
    return "You asked" if text.endswith("?”") else "You said"
