"""The timeline, where all lives stand side by side and the player may choose otherwise at any dot;
every life stays."""

from textual.binding import Binding

from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError
from pmsim.ui.present.compare import decision_result
from pmsim.ui.present.history import (
    LifeLine,
    all_lives,
    current_page,
    decision_options,
)
from pmsim.ui.present.status import Status
from pmsim.ui.tui.layout.timeline import timeline_page
from pmsim.ui.tui.screens.base import PageScreen
from pmsim.ui.tui.screens.overlays import LineDialog
from pmsim.ui.tui.sheet import PageLine
from pmsim.ui.tui.widgets import FooterKey

NARROW = 50
"""Columns below which the footer has room for little more than the chief key."""


class TimelineScreen(PageScreen):
    """The timeline screen. It returns (life, decision) to choose otherwise there, (life, 0) to play
    that life on, None to stay."""

    BINDINGS = [
        Binding("escape,backspace", "screen.back", "Back", id="timeline_back"),
        Binding("left,h", "along(-1)", "Earlier", show=False, id="earlier"),
        Binding("right", "along(1)", "Later", show=False, id="later"),
        Binding("up,k", "life(-1)", "Life above", show=False, priority=True, id="life_above"),
        Binding("down,j", "life(1)", "Life below", show=False, priority=True, id="life_below"),
        Binding("enter", "screen.otherwise", "Choose otherwise", priority=True, id="otherwise"),
        Binding("p", "screen.play", "Play on", id="play_on"),
        Binding("n", "screen.name", "Name", tooltip="Name this life", id="name_life"),
        Binding(
            "c", "screen.compare", "Compare", tooltip="Compare with another life", id="compare"
        ),
        Binding(
            "d",
            "screen.ask_decision",
            "Go to",
            tooltip="Go to a decision or a quarter",
            id="go_to_decision",
        ),
        Binding("m", "screen.map", "Map", tooltip="Map of the story", id="map"),
        Binding("home", "end(0)", "First decision", show=False, priority=True, id="first_decision"),
        Binding("end", "end(-1)", "Last decision", show=False, priority=True, id="last_decision"),
        Binding(
            "left_square_bracket", "by_quarter(-1)", "Quarter before", show=False, id="dot_before"
        ),
        Binding(
            "right_square_bracket", "by_quarter(1)", "Quarter after", show=False, id="dot_after"
        ),
    ]
    kind = "timeline"
    current_status: Status

    def __init__(self, career: PlayableCareer) -> None:
        super().__init__()
        self.career = career
        session = career.session
        self.lives = all_lives(session)
        self.current_status = current_page(session).status
        self.life = self.place_of(session.node.life)
        made = session.position.decisions
        self.dot = max(sum(dot.decision <= made for dot in self.selected_life.dots) - 1, 0)

    @property
    def selected_life(self) -> LifeLine:
        """The life under the cursor."""
        return self.lives[self.life]

    def place_of(self, life: int) -> int:
        """Return the place in the list of the life with that number."""
        return next(at for at, own in enumerate(self.lives) if own.number == life)

    def select(self, life: int, dot: int) -> None:
        """Put the cursor on a dot of the life at place `life` of the list, and redraw."""
        self.life = life
        self.dot = min(max(dot, 0), max(len(self.selected_life.dots) - 1, 0))
        self.page_view.redraw()
        self.show_keys()

    def draw(self, cursor: int) -> list[PageLine]:
        session, life = self.career.session, self.selected_life
        node = life.dots[self.dot].node if life.dots else -1
        options = decision_options(session, node) if life.dots else ()
        came = decision_result(session, node) if life.dots else ""
        at = (life.number, self.dot)
        return timeline_page(
            self.lives,
            self.current_status.quarters,
            at,
            options,
            self.current_status.decision,
            self.sheet,
            came,
        )

    @property
    def why_lost(self) -> str:
        """The reason why the decision under the cursor can only be read, '' if it can be played
        again."""
        return self.selected_life.dots[self.dot].why_lost if self.selected_life.dots else ""

    def footer_keys(self) -> tuple[FooterKey, ...]:
        narrow = self.sheet.full_width < NARROW
        otherwise = (self.key("otherwise", "Otherwise" if narrow else ""),)
        return (
            *(otherwise if narrow and not self.why_lost else ()),
            self.key("timeline_back"),
            *(otherwise if not narrow and not self.why_lost else ()),
            self.key("play_on"),
            *((self.key("compare"),) if len(self.lives) > 1 else ()),
            self.key("map"),
            self.key("name_life"),
            self.key("go_to_decision"),
        )

    def action_back(self) -> None:
        """Close the timeline without a change."""
        self.dismiss(None)

    def action_along(self, by: int) -> None:
        """Move along the life; before its first dot, to the life that it left."""
        target, (left, decision) = self.dot + by, self.selected_life.branched_from
        if target >= 0 or left < 0:
            self.select(self.life, target)
            return
        life = self.place_of(left)
        dots = [dot.decision for dot in self.lives[life].dots]
        self.select(life, dots.index(decision - 1) if decision - 1 in dots else 0)

    def action_life(self, by: int) -> None:
        """Move to another life, to the decision nearest in number."""
        decision = self.selected_life.dots[self.dot].decision if self.selected_life.dots else 0
        life = min(max(self.life + by, 0), len(self.lives) - 1)
        distances = [abs(dot.decision - decision) for dot in self.lives[life].dots]
        self.select(life, distances.index(min(distances)) if distances else 0)

    def action_point(self, life: int, dot: int) -> None:
        """Put the cursor on a dot, by mouse. `life`: the number of the life."""
        self.select(self.place_of(life), dot)

    def point_at(self, life: int, decision: int) -> None:
        """Put the cursor on a decision of a life, on its last one for 0."""
        place = self.place_of(life)
        dots = [dot.decision for dot in self.lives[place].dots]
        self.select(place, dots.index(decision) if decision in dots else len(dots) - 1)

    def action_end(self, dot: int) -> None:
        """Move to the first (0) or the last (-1) decision of the life."""
        self.select(self.life, 0 if dot == 0 else len(self.selected_life.dots) - 1)

    def action_by_quarter(self, by: int) -> None:
        """Move to the first decision of the quarter before or after."""
        dots = self.selected_life.dots
        firsts = [
            number
            for number, dot in enumerate(dots)
            if number == 0 or dot.quarter != dots[number - 1].quarter
        ]
        beyond = [at for at in firsts if (at > self.dot if by > 0 else at < self.dot)]
        if beyond:
            self.select(self.life, beyond[0] if by > 0 else beyond[-1])

    def on_mouse_scroll_down(self) -> None:
        """Move along the life with the wheel, if the page does not scroll."""
        self.action_along(1)

    def on_mouse_scroll_up(self) -> None:
        """Move back along the life with the wheel, if the page does not scroll."""
        self.action_along(-1)

    def action_ask_decision(self) -> None:
        """Ask for a decision or a quarter to go to."""
        self.app.push_screen(LineDialog("Decision, or quarter as Q7", "Go"), self.go_to)

    def go_to(self, typed: str | None) -> None:
        """Move to a decision of this life, or to a quarter: "33" or "Q7"."""
        dots = self.selected_life.dots
        if not typed or not dots:
            return
        digits = typed.lstrip("qQ")
        number = int(digits) if digits.isdecimal() and len(digits) < 9 else 0
        values = [dot.quarter if digits != typed else dot.decision for dot in dots]
        at = next((at for at, value in enumerate(values) if value >= number), len(dots) - 1)
        if not number:
            self.say(f"Type a decision, {values[0]} to {values[-1]}, or a quarter such as Q7.")
        else:
            self.select(self.life, at)

    def action_map(self) -> None:
        """Show the map of the story."""
        from pmsim.ui.tui.screens.gallery import MapScreen

        self.app.push_screen(MapScreen(self.career.session, self.career.seen))

    def action_compare(self) -> None:
        """Compare the life under the cursor with the current one, or with the one it left."""
        if len(self.lives) == 1:
            self.say("It takes two lives to compare. Make the second from any dot.")
            return
        first, here = self.selected_life, self.career.session.node.life
        left = first.branched_from[0]
        other = here if here != first.number else left if left >= 0 else 1
        from pmsim.ui.tui.screens.gallery import CompareScreen

        self.app.push_screen(CompareScreen(self.career.session, first.number, other))

    def action_otherwise(self) -> None:
        """Choose otherwise at the dot under the cursor."""
        if self.why_lost:
            self.say(self.why_lost)
        elif self.selected_life.dots:
            self.dismiss((self.selected_life.number, self.selected_life.dots[self.dot].decision))
        else:
            self.say("There is nothing to choose otherwise yet.")

    def action_play(self) -> None:
        """Play the life under the cursor on from its newest point."""
        self.dismiss((self.selected_life.number, 0))

    def action_name(self) -> None:
        """Name the life under the cursor."""
        self.app.push_screen(LineDialog("Name", "Keep", self.selected_life.name), self.save_name)

    def save_name(self, name: str | None) -> None:
        """Save the typed name."""
        if name is None or name == self.selected_life.name:
            return
        try:
            self.career.name_life(self.selected_life.number, name)
        except NotSavedError as error:
            self.say(str(error))
        if self.career.session.outcome is not None:
            # naming a life saves it as unread, but its end has been read
            self.career.mark_end_read()
        self.lives = all_lives(self.career.session)
        self.page_view.redraw()
