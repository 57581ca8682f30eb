"""Events to pages: the facts of a step in words, once for all front ends."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from pmsim.core.effect_kinds import Act
from pmsim.core.events import Changed, Practised, Scheduled, TextShown
from pmsim.core.expr import All, Among, Compare, Expr, Get, IsSet, Most, Not, Num, Some
from pmsim.core.state import StartOverride
from pmsim.play.session import Session
from pmsim.ui.plain_text import render_page
from pmsim.ui.present.changes import PRACTICE_LIMIT, ChangeRow, change_rows
from pmsim.ui.present.history import (
    all_lives,
    choice_label_at,
    current_page,
    decision_options,
    life_pages,
    start_summaries,
    step_pages,
)
from pmsim.ui.present.pack_texts import check_hint
from pmsim.ui.present.pages import render_pages
from pmsim.ui.present.parts import ChangesPart, CheckPart, ChosenPart, Page, unlock_hint
from pmsim.ui.present.status import all_gauges, skill_lines, status
from pmsim.ui.present.text import to_plain
from tests.ui.tiny import BURNOUT, FRAYED, INFLUENCE, SLOT, pack, text


def played(*choices: str, seed: int = 7, start: str = "fumes") -> Session:
    """A session after some choices."""
    session = Session(pack(), start, seed)
    session.replay(choices)
    return session


def overheard() -> Session:
    """A session in which the first check has passed."""
    return next(
        session
        for seed in range(99)
        if (session := played("who_spoke", seed=seed)).position.scene == 1
    )


def ledger(page: Page, heading: str = "What changed") -> dict[str, tuple[str, str]]:
    """A page's rows: name -> (change and rest, reason)."""
    return {
        row.name: (row.change + row.suffix, row.reason)
        for part in page.parts
        if isinstance(part, ChangesPart) and part.heading == heading
        for row in part.rows
    }


def test_a_beginning_tells_the_digest_first() -> None:
    digest, scene = step_pages(played())
    assert (digest.kind, digest.title, digest.continue_label, digest.choices) == (
        "told",
        "Digest",
        "Begin the quarter.",
        (),
    )
    assert (scene.kind, scene.title, scene.continue_label) == (
        "scene",
        "The Forty-Second Emoji",
        "",
    )
    assert [(row.number, row.action) for row in scene.choices] == [
        (1, "who_spoke"),
        (2, "stopped_doing"),
        (3, "nod"),
        (0, "favour"),
        (0, "walk"),
    ]


def test_a_result_says_what_was_said_what_fell_and_what_changed() -> None:
    result, following = step_pages(played("who_spoke"))
    assert (
        result.kind,
        result.continue_label,
        result.status.decision,
        following.status.decision,
    ) == ("result", "Go on.", 1, 2)
    said = next(part for part in result.parts if isinstance(part, ChosenPart))
    assert (said.verb, to_plain(said.label)) == ("You asked", "“Who spoke, when my name came up?”")
    check = next(part for part in result.parts if isinstance(part, CheckPart))
    assert (check.odds, check.roll, check.passed, check.success_label) == (
        47,
        81,
        False,
        "she names a name",
    )
    assert (check.heading, check.chance, check.roll_words) == (
        "Your Influence is asked",
        "About even: 47 in 100.",
        "Eighty-one.",
    )
    assert (check.verdict, check.threshold_words) == (
        "It fails.",
        "Forty-seven or under would have done.",
    )
    assert ledger(result) == {
        "Standing": ("down 4, still solid", "you asked what is not asked"),
        "Influence": ("practised, for the fourth time", ""),
    }


def test_a_check_says_what_the_engine_rolled() -> None:
    for seed in range(30):
        session = played("who_spoke", seed=seed)
        check = next(part for part in step_pages(session)[0].parts if isinstance(part, CheckPart))
        assert check.passed == (check.roll <= check.odds) == (session.position.scene == 1)


def test_what_is_made_of_other_things_comes_first_with_its_cause() -> None:
    result = step_pages(played("stopped_doing"))[0]
    rows = ledger(result)
    assert rows["Burnout"] == ("up 1, now frayed", "fairness: the room went without you")
    assert "Fairness" not in rows
    assert "Cynicism" not in rows
    assert rows["Ahead"] == ("something comes of this", "a quarter or so from now")
    assert [gauge.id for gauge in result.status.gauges if gauge.has_moved] == ["burnout"]


def test_the_quarters_end_has_a_ledger_of_its_own() -> None:
    result, digest, scene = step_pages(played("who_spoke", "none"))
    assert ledger(result, "As the quarter ends") == {
        "Burnout": ("down 2, still stretched", ""),
        "Capital": ("up 1, now two", ""),
    }
    assert (result.status.quarter, digest.status.quarter, scene.status.quarter) == (1, 2, 2)


def test_a_choice_without_words_is_counted_all_the_same() -> None:
    session = played("who_spoke", "none")
    silent = tuple(
        event
        for event in session.events
        if not (isinstance(event, TextShown) and event.key == "close.keep.none")
    )
    told = render_pages(session.pack, silent, session.position, session.offered)
    assert [(page.title, page.status.decision) for page in told] == [
        ("Close", 2),
        ("Digest", 3),
        ("The Forty-Second Emoji", 3),
    ]


def test_what_comes_due_names_its_cause() -> None:
    session = played("stopped_doing", "none")
    page = next(page for page in step_pages(session) if page.subtitle == "come due")
    assert "Since the question about stopping you have kept a tally of these." in "\n".join(
        render_page(page)
    )
    assert ledger(page)["Standing"] == ("up 5, still solid", "")


def test_a_moment_is_worded_in_label_and_text() -> None:
    session = played("who_spoke")
    keep = current_page(session).choices[0]
    assert (to_plain(keep.label), keep.hint) == (
        "Keep the question about the room.",
        "Influence, done four times",
    )
    session.act(keep.action)
    assert "It looks smaller than the question about the room was." in "\n".join(
        render_page(step_pages(session)[0])
    )


def test_a_lock_says_how_far() -> None:
    session = played("stopped_doing")
    session.rewind(1)
    session = Session(pack(), "fumes", 7, midway=StartOverride(changes={"exhaustion": 60}))
    nod = next(row for row in current_page(session).choices if row.action == "nod")
    assert (nod.number, to_plain(nod.reason)) == (0, "You look for the energy where you left it.")
    assert (
        nod.unlock_hint
        == "Closed while you are frayed. It opens with Burnout six points lower: a change in what weighs most"
        " (fairness) would do."
    )


def test_an_end_tells_its_variant_and_what_became_of_you() -> None:
    session = overheard()
    session.act("run_two")
    while session.outcome is None:
        session.act(next(offer.id for offer in session.offered if not offer.closed))
    page = current_page(session)
    assert (page.kind, page.title, page.choices, page.continue_label, page.status.ended) == (
        "end",
        "TPM",
        (),
        "",
        True,
    )
    told = "\n".join(render_page(page))
    for words in (
        "Two reviews",
        "Somebody thanked a spreadsheet.",
        "You sleep",
        "Tobias asks how it is done",
    ):
        assert words in told


def test_an_end_by_choice_comes_at_once() -> None:
    session = played("stopped_doing", "none")
    session.act("stop")
    assert [(page.kind, page.title) for page in step_pages(session)] == [("end", "A Door")]
    asks = session.nodes[session.node.parent]
    later = (*asks.turn.events, Scheduled(4, 1, (3,), None), *session.events)
    told = render_pages(session.pack, later, session.position, ())
    assert not any("Ahead" in ledger(page) for page in told)
    assert session.decision == 3
    assert current_page(session).status.decision == 3


def test_a_new_role_and_new_ground() -> None:
    session = overheard()
    session.act("run_two")
    result = step_pages(session)[0]
    assert ledger(result)["Role"] == ("Technical Program Manager", "")
    assert ledger(result)["Standing"] == ("down 8, still solid", "the new ground")
    assert "By Friday you are a Technical Program Manager." in "\n".join(render_page(result))


def test_the_log_holds_every_page_once() -> None:
    session = played("who_spoke", "none")
    told = life_pages(session)
    assert [page.title for page in told] == [
        "Digest",
        "The Forty-Second Emoji",
        "The Forty-Second Emoji",
        "Close",
        "Close",
        "Digest",
        "The Forty-Second Emoji",
    ]
    assert told[-1] == current_page(session)


def test_lives_and_what_was_said_in_each() -> None:
    session = played("who_spoke", "none")
    session.rewind(1)
    session.act("nod")
    first, second = all_lives(session)
    assert (first.name, first.is_current, [dot.decision for dot in first.dots]) == (
        "Fumes",
        False,
        [1, 2],
    )
    assert (
        second.branched_from,
        second.is_current,
        [to_plain(choice_label_at(session, session.nodes[dot.node])) for dot in second.dots],
    ) == (
        (0, 1),
        True,
        ["Nod. Rewrite your CV in the bath."],
    )
    by = {
        to_plain(entry.label): (entry.chosen_by, entry.closed)
        for entry in decision_options(session, second.dots[0].node)
    }
    assert by["Nod. Rewrite your CV in the bath."] == (("from The Forty-Second Emoji",), False)
    assert by["“Who spoke, when my name came up?”"] == (("Fumes",), False)
    assert by["Call in two favours."] == ((), True)


def test_doors() -> None:
    fumes, passed_over = start_summaries(pack())
    assert (fumes.title, fumes.role, fumes.quarters) == ("Fumes", "Senior Product Manager", 4)
    assert fumes.gauge is not None
    assert fumes.gauge.word == "stretched"
    assert to_plain(passed_over.text[0].line).endswith("says close.")


def test_figures_and_skills() -> None:
    session = played("who_spoke")
    assert {gauge.id: gauge.value for gauge in all_gauges(session.pack, session.position, None)}[
        "burnout"
    ] == session.state["burnout"]
    (influence,) = skill_lines(session.pack, session.position)
    assert (influence.label, influence.level, influence.words) == (
        "Influence",
        session.state["influence"],
        "do; done four times",
    )


def test_the_trend_is_measured_from_the_quarters_beginning() -> None:
    session = played()
    hot = session.position._replace(
        slots=(*session.position.slots[:9], 70, *session.position.slots[10:])
    )
    words = {
        gauge.id: gauge.words for gauge in status(session.pack, hot, 1, session.position).gauges
    }
    assert words == {
        "burnout": "frayed, rising",
        "scope": "product, steady",
        "standing": "solid, steady",
    }


CAPITAL, LIVED = Get(SLOT["capital"]), IsSet(SLOT["told_sam"])


@pytest.mark.parametrize(
    ("test", "wanted", "said"),
    [
        (Compare(">=", CAPITAL, Num(3)), True, "It opens with Capital two higher."),
        (Compare("<", Num(3), CAPITAL), True, "It opens with Capital three higher."),
        (
            Compare("<", BURNOUT, Num(35)),
            True,
            (
                "Closed while you are stretched. It opens with Burnout twenty points lower: a change in what"
                " weighs most (fairness) would do."
            ),
        ),
        (
            Compare(">=", Get(SLOT["scope"]), Num(5)),
            True,
            "It opens with Scope at area.",
        ),
        (
            Compare(">=", Most((Num(1), INFLUENCE)), Num(4)),
            True,
            "It opens with more practice in Influence.",
        ),
        (
            All((Compare(">=", CAPITAL, Num(2)), Compare(">=", Get(SLOT["ines"]), Num(2)))),
            True,
            "It opens with Capital one higher and Ines’s trust at warm.",
        ),
        (
            Some((Compare(">=", CAPITAL, Num(2)), LIVED)),
            True,
            "It opens with Capital one higher or something you have not done yet.",
        ),
        (LIVED, True, "It opens with something you have not done yet."),
        (Not(Among(Get(2), (0,))), True, "It opens with another role."),
        (Among(Get(2), (1,)), True, "It opens with another role."),
        (Compare(">=", CAPITAL, Num(1)), True, ""),
        (
            Compare(">=", INFLUENCE, Num(9)),
            True,
            "It opens with more practice in Influence.",
        ),
    ],
)
def test_how_far(test: Expr, wanted: bool, said: str) -> None:
    session = played()
    assert unlock_hint(session.pack, session.position, test, wanted) == said


def test_a_hint_names_what_is_asked() -> None:
    assert (
        check_hint(pack(), INFLUENCE, 50, played().position) == "asks of your Influence: about even"
    )
    assert check_hint(pack(), Num(20), 20, played().position) == "a matter of luck: unlikely"
    assert check_hint(pack(), FRAYED, 90, played().position) == "asks of your Burnout: nearly sure"


def test_a_whole_life_as_lines(snapshot: SnapshotAssertion) -> None:
    session = played("stopped_doing", "keep.emoji.announcement.stopped_doing", "let_it_stand")
    while session.outcome is None:
        session.act(next(offer.id for offer in session.offered if not offer.closed))
    told = "\n\n".join(
        "\n".join([f"== {page.title}", *render_page(page)]) for page in life_pages(session)
    )
    assert told == snapshot


def there(page: Page) -> tuple[str, ...]:
    """Who is in the room."""
    return tuple(person.name for person in page.status.people)


def test_in_the_room_are_those_of_the_scene() -> None:
    assert there(step_pages(played())[0]) == ()
    assert there(current_page(played())) == ("Ines",)
    paused = overheard()
    assert there(current_page(paused)) == ("Ines",)
    met = replace(paused.pack, company={"emoji": ("tobias",)})
    assert there(current_page(Session(met, "fumes", 7))) == ("Ines", "Tobias")


def test_a_phrase_that_is_a_name_is_that_person() -> None:
    session = Session(
        replace(
            pack(), texts=pack().texts | {"emoji.announcement/text": text("{Manager} looks up.")}
        ),
        "fumes",
        7,
    )
    assert there(current_page(session)) == ("Ines",)
    told = pack().phrases | {"manager": text("whoever {ines} is")}
    assert there(current_page(Session(replace(session.pack, phrases=told), "fumes", 7))) == ()


def test_the_ledger_keeps_to_what_a_player_need_see() -> None:
    session = played()
    state = session.position

    def moved(name: str, by: int, source: str = "emoji.announcement.nod") -> tuple[str, ...]:
        slots = list(state.slots)
        slots[SLOT[name]] += by
        event = Changed(SLOT[name], state.slots[SLOT[name]], slots[SLOT[name]], source)
        return tuple(
            row.name
            for row in change_rows(
                session.pack, state, state._replace(slots=tuple(slots)), (event,)
            )
        )

    assert moved("capital", 1, "quarter") == ("Capital",)
    assert moved("exhaustion", 1) == ()
    assert moved("exhaustion", 10) == ("Burnout",)
    kept = replace(
        session.pack,
        texts=session.pack.texts | {"emoji.announcement.nod/why.exhaustion": text("a long bath")},
    )
    assert ChangeRow(
        "Burnout", "much as it was", ", still stretched", "exhaustion: a long bath"
    ) in change_rows(
        kept, state, state, (Changed(SLOT["exhaustion"], 50, 51, "emoji.announcement.nod"),)
    )


def test_how_far_doing_takes_a_skill_is_said_once() -> None:
    session = played()
    said = [
        row.reason
        for before, after, times in ((3, 4, 1), (4, 5, 2), (5, 5, 3), (5, 5, 4))
        for row in change_rows(
            session.pack,
            session.position,
            session.position,
            (Practised(0, Act.DO, before, after, times),),
        )
    ]
    assert said == ["", PRACTICE_LIMIT, "", ""]


def test_going_on_after_the_story_changed_tells_of_no_change_that_nobody_made() -> None:
    session = played("stopped_doing", "none")
    told = render_pages(
        session.pack, session.events[-2:], session.position, session.offered, alone=True
    )
    assert not any(isinstance(part, ChangesPart) for part in told[-1].parts)
