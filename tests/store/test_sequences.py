"""Random sequences against a small model: choosing, going back, leaving, coming back, damage,
full disks, a second window."""

import errno
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pmsim.store.career import Career
from pmsim.store.errors import BusyError, NotLoadedError, NotSavedError
from pmsim.store.saves import SaveFolder
from tests import tiny
from tests.sizes import size
from tests.store.disks import Faulty, Killed, Quick, killed
from tests.store.opening import open_or_begin

Path_ = tuple[str, ...]
"""A point of the tree: the choices that led there."""


class Model(NamedTuple):
    """All that a player knows: where they stand, the points they have been at with the life each
    belongs to, each life's newest point."""

    here: Path_
    owner: dict[Path_, int]
    tips: tuple[Path_, ...]

    def act(self, action: str) -> "Model":
        """Taking a choice."""
        there = (*self.here, action)
        if there in self.owner:
            return self._replace(here=there)
        life = self.owner[self.here]
        if self.tips[life] == self.here:
            tips = (*self.tips[:life], there, *self.tips[life + 1 :])
        else:
            life, tips = len(self.tips), (*self.tips, there)
        return Model(there, {**self.owner, there: life}, tips)


class Playing(RuleBasedStateMachine):
    """One career in one folder."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="pmsim-"))
        self.career = self.opened()
        self.model = self.before = Model((), {(): 0}, ((),))
        assert not list(self.folder.iterdir())

    def opened(self, **how: bool) -> Career:
        """The career, from disk."""
        return open_or_begin(tiny.pack(), SaveFolder(self.folder, Quick()), seed=11, **how)

    def open_ids(self) -> list[str]:
        """What can be chosen."""
        return [offer.id for offer in self.career.session.offered if not offer.closed]

    def moved(self, model: Model) -> None:
        """A move that is on disk."""
        self.before, self.model = self.model, model

    @precondition(lambda self: self.open_ids())
    @rule(number=st.integers(0, 9))
    def choose(self, number: int) -> None:
        """Take a choice."""
        action = self.open_ids()[number % len(self.open_ids())]
        self.career.act(action)
        self.moved(self.model.act(action))

    @rule()
    def back(self) -> None:
        """One decision back."""
        assert self.career.back() is bool(self.model.here)
        self.moved(self.model._replace(here=self.model.here[:-1]))

    @rule(number=st.integers(0, 99))
    def rewind(self, number: int) -> None:
        """Back to an earlier decision."""
        made = number % (len(self.model.here) + 1)
        self.career.rewind(made + 1)
        self.moved(self.model._replace(here=self.model.here[:made]))

    @rule(number=st.integers(0, 9))
    def go(self, number: int) -> None:
        """To another life."""
        life = number % len(self.model.tips)
        self.career.switch_life(life)
        self.moved(self.model._replace(here=self.model.tips[life]))

    @rule()
    def quit_and_come_back(self) -> None:
        """Leave, and go on later. A career that has ended is opened by its name, one without a
        choice begins again."""
        self.career.close()
        if not self.career.is_saved:
            self.career = self.opened()
            return
        self.career = Career.open(tiny.pack(), SaveFolder(self.folder, Quick()), self.career.slot)
        assert self.career.notes == ()

    @precondition(lambda self: self.open_ids())
    @rule(at=st.integers(1, 14), number=st.sampled_from([errno.ENOSPC, errno.EIO, errno.EROFS]))
    def choose_on_a_full_disk(self, at: int, number: int) -> None:
        """A step of the save fails: the choice did not happen, or it did."""
        action = self.open_ids()[0]
        self.career.saves.disk = Faulty(at, number)
        try:
            self.career.act(action)
        except NotSavedError:
            assert self.career.session.choices == self.model.here
            self.career.saves.disk = Quick()
            self.career.act(action)
        self.career.saves.disk = Quick()
        self.moved(self.model.act(action))

    @precondition(lambda self: self.open_ids())
    @rule(at=st.integers(1, 14))
    def choose_and_be_killed(self, at: int) -> None:
        """The process ends within the save: the choice is there or it is not."""
        action = self.open_ids()[-1]
        self.career.saves.disk = Faulty(at, instead=killed)
        try:
            self.career.act(action)
            done = True
        except Killed:
            done = False
        self.career.close()
        saves = SaveFolder(self.folder, Quick())
        self.career = (
            Career.open(tiny.pack(), saves, saves.slots()[0]) if saves.slots() else self.opened()
        )
        if done or self.career.session.choices != self.model.here:
            self.moved(self.model.act(action))
        self.moved(self.model)

    @precondition(lambda self: self.before is not self.model and len(self.before.owner) > 1)
    @rule(keep=st.floats(0, 0.99))
    def tear_the_save(self, keep: float) -> None:
        """The newest save is damaged: it is noticed, and the one before it is whole."""
        self.career.close()
        path = self.folder / f"{self.career.slot}.json"
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * keep)])
        with pytest.raises(NotLoadedError):
            Career.open(tiny.pack(), SaveFolder(self.folder, Quick()), self.career.slot)
        self.career = Career.open(
            tiny.pack(), SaveFolder(self.folder, Quick()), self.career.slot, allow_older=True
        )
        self.model = self.before
        self.career.switch_life(0)
        self.moved(self.model._replace(here=self.model.tips[0]))

    @precondition(lambda self: self.career.is_saved)
    @rule()
    def open_a_second_window(self) -> None:
        """The second window is told."""
        with pytest.raises(BusyError):
            Career.open(tiny.pack(), SaveFolder(self.folder, Quick()), self.career.slot)
        with Career.open(
            tiny.pack(), SaveFolder(self.folder, Quick()), self.career.slot, read_only=True
        ) as reader:
            assert reader.session.choices == self.model.here

    @invariant()
    def the_model_holds(self) -> None:
        """Where one stands, every point, every life."""
        session = self.career.session
        paths = {
            tuple(node.action for node in session.path(node.number)[1:]): node.life
            for node in session.nodes
        }
        assert session.choices == self.model.here
        assert paths == self.model.owner
        assert (
            tuple(
                tuple(node.action for node in session.path(life.tip)[1:]) for life in session.lives
            )
            == self.model.tips
        )

    def teardown(self) -> None:
        """Take the folder away."""
        self.career.close()
        shutil.rmtree(self.folder)


Playing.TestCase.settings = settings(
    max_examples=size(100, ci=200, long=50_000),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestPlaying = Playing.TestCase
