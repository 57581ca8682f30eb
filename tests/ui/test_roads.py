"""The roads not taken: in words, and in a process that ends with its reader."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui.debrief_formats import FORMATS, write_debrief
from pmsim.ui.present.debrief import debrief_of
from pmsim.ui.present.roads import RoadRequest, road_request
from pmsim.ui.road_worker import RoadWorker, SearchState
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.screens.debrief import DebriefScreen
from tests.analysis.turning_points.lives import planted
from tests.small import played
from tests.ui.keyboard import settled
from tests.ui.test_tui import STILL, run, seen

STEPS, WITHOUT_END = 6_000, 10**9
LIFE = ["talk", "talk", "talk", "left", "argue", "talk", "wait", "talk", "talk"]
ROAD = (
    "“Left” (Fork). The other road: “Right”. Of twenty lives that took it, none came to “Far”; of"
    " twenty on your road, twenty."
)
WATCHING = "debrief: {watch: [mood], statements: {s: {say: So., cites: [kind]}}}\n"


@pytest.fixture
def life() -> Session:
    return played(planted(), LIFE)


def test_a_turning_point_says_what_both_roads_came_to(life: Session) -> None:
    found = road_request(life)._replace(steps=STEPS).find()
    debrief = debrief_of(life, found=found)
    (road,) = debrief.turning_points
    assert (road.choice.decision, road.choice.quarter, road.other) == (4, 3, "“Right”")
    assert (road.distance, road.error) == (1.0, 0.0)
    assert road.taken_road.ends == (("far", 1.0),)
    assert road.other_road.ends == (("near", 1.0),)
    assert road.taken_road.lives == road.other_road.lives >= 20
    written = {form: " ".join(write_debrief(debrief, form).split()) for form in FORMATS}
    assert ROAD in written["md"]
    assert ROAD in written["html"]
    assert json.loads(written["json"])["turning_points"][0]["other_road"]["mean"] is None


def test_the_stat_watched_is_said_where_it_differs() -> None:
    life = played(planted(world=WATCHING), LIFE[:1])
    request = road_request(life)
    assert request.watched is not None
    assert request.watched[1] == 5
    (point,) = request._replace(steps=STEPS, watched=(request.watched[0], 1)).find()
    assert point.taken.value is not None
    assert point.other.value is not None
    (road,) = debrief_of(life, found=[point]).turning_points
    assert road.taken_road.mean == round(point.taken.value, 1)
    there, here = round(point.other.value), round(point.taken.value)
    assert road.sentence.endswith(
        f"Mood ended at {there} on average, on your road at {here}."
        if there != here
        else "It differs in small things only."
    )


def test_what_can_only_be_read_is_not_played_on(life: Session) -> None:
    assert [action for _, action in road_request(life).path] == LIFE
    life.nodes[5:] = [node._replace(unplayable=True) for node in life.nodes[5:]]
    assert [action for _, action in road_request(life).path] == LIFE[:4]


def without_end(life: Session) -> RoadRequest:
    return road_request(life)._replace(steps=WITHOUT_END)


def begun(life: Session) -> RoadWorker:
    """A search without an end, once it has sent its first part."""
    worker = RoadWorker(without_end(life))
    wait_for(lambda: bool(state_of(worker)))
    return worker


def state_of(worker: RoadWorker) -> SearchState:
    """The newest state of a search."""
    return worker.state


def wait_for(happens: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something happens; fail if it does not in time."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_search_that_is_closed_ends_its_process_in_time(life: Session) -> None:
    worker = begun(life)
    assert active_children()
    worker.close()
    wait_for(lambda: not active_children(), 5)


def test_a_lost_process_ends_the_search(life: Session) -> None:
    worker = begun(life)
    for process in active_children():
        process.kill()
    wait_for(lambda: state_of(worker) is None)
    worker.close()


LEAVING = """
import os, sys
from multiprocessing import active_children
from tests.ui.test_roads import LIFE, begun, planted, played

if __name__ == "__main__":
    worker = begun(played(planted(), LIFE))
    print(active_children()[0].pid, flush=True)
    os._exit(0) if sys.argv[1] == "dies" else sys.exit()
"""


@pytest.mark.parametrize("how", ["leaves", "dies"])
def test_no_process_is_left_behind(how: str, tmp_path: Path) -> None:
    script = tmp_path / "leaving.py"
    script.write_text(LEAVING, encoding="utf-8")
    said = subprocess.run(
        [sys.executable, script, how],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert said.stdout, said.stderr
    number = int(said.stdout)
    for _ in range(600):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.kill(number, signal.SIGKILL)
    pytest.fail("the search still ran after half a minute")


def test_keys_act_while_it_searches_and_leaving_ends_it(life: Session) -> None:
    career = PlayableCareer(life)
    app = Pmsim(InitialView(None, career), settings=STILL, repeat_seconds=0.0)
    workers: list[RoadWorker] = []

    def start(request: RoadRequest) -> RoadWorker:
        workers.append(RoadWorker(request._replace(steps=WITHOUT_END)))
        return workers[-1]

    async def play(pilot: Pilot[None]) -> None:
        for leave in ("escape", "q"):
            app.push_screen(DebriefScreen(career, start))
            await settled(pilot)
            while not active_children():
                await pilot.pause(0.05)
            await pilot.press("n")
            await settled(pilot)
            assert "What it may say" in seen(app)
            assert active_children()
            await pilot.press(leave)
            await pilot.pause()

    run(app, play)
    assert len(workers) == 2
    wait_for(lambda: not active_children(), 5)
