"""Look-up of ids that come from an older version of a pack."""

from collections.abc import Mapping

from pmsim.core.program import Program, cached_on_program


class IdLookup:
    """A look-up of the ids in a save. `renamed`: old id path -> new id path, part by part."""

    def __init__(self, program: Program, renamed: Mapping[str, str]) -> None:
        self._renamed = renamed
        self.tables = index_tables(program)

    def current_path(self, path: str) -> str:
        """Return the current path for an old one; every part of it may have been renamed."""
        if path in self._renamed:
            return self._renamed[path]
        path_now = ""
        for part in path.split("."):
            longer = f"{path_now}.{part}" if path_now else part
            path_now = self._renamed.get(longer, longer)
        return path_now

    def current_action(self, scene: str, action: str) -> str:
        """Return the current action for an old one. `scene`: the old or current key of its scene.

        In `keep.<scenario>.<scene>.<choice>` the part after the first dot is the key of a moment;
        it is translated too.
        """
        choice, separator, moment = action.partition(".")
        choice_id = self.current_path(f"{scene}.{choice}").rpartition(".")[2]
        return f"{choice_id}{separator}{self.current_path(moment) if moment else ''}"

    def index_of(self, table: str, path: str) -> int:
        """Return the index of an id in one of the program's tables, or -1 if the pack no longer has
        it."""
        rows = self.tables[table]
        return rows.get(path, rows.get(self.current_path(path), -1))


@cached_on_program
def index_tables(program: Program) -> Mapping[str, Mapping[str, int]]:
    """Return every table of the program by its ids: scenes and choices by key, slots by kind and
    id."""
    slots = {f"{slot.kind}:{slot.id}": index for index, slot in enumerate(program.slots)}
    return {
        "scenario": {row.id: row.index for row in program.scenarios},
        "scene": {row.key: row.index for row in program.scenes},
        "choice": {row.key: row.index for row in program.choices},
        "start": {row.id: index for index, row in enumerate(program.starts)},
        "beat": {row.id: index for index, row in enumerate(program.beats)},
        "outcome": {row.id: index for index, row in enumerate(program.outcomes)},
        "role": {row.id: index for index, row in enumerate(program.roles)},
        "skill": {row.id: index for index, row in enumerate(program.skills)},
        "slot": slots,
    }


@cached_on_program
def consequence_places(program: Program) -> Mapping[tuple[int, tuple[int, ...]], int]:
    """Return the place number of every (scenario, scenes) that some `later` names."""
    laters = [later for scene in program.scenes for later in scene.later]
    laters += [later for choice in program.choices for later in choice.later]
    checks = [scene.check for scene in program.scenes] + [
        choice.check for choice in program.choices
    ]
    laters += [
        later
        for check in checks
        if check
        for side in (check.success, check.failure)
        for later in side.later
    ]
    return {(later.scenario, later.scenes): later.place for later in laters}
