"""Ids of an older version of a pack, found again in this one. PURE."""

from collections.abc import Mapping

from pmsim.core.program import Program, kept_with_program


class Names:
    """Looks up what a save names. `renamed`: old id path -> new id path, part by part."""

    def __init__(self, program: Program, renamed: Mapping[str, str]) -> None:
        self._renamed = renamed
        self.tables = tables(program)

    def now(self, path: str) -> str:
        """What a path is called now: every part of it may have had another name."""
        if path in self._renamed:
            return self._renamed[path]
        found = ""
        for part in path.split("."):
            longer = f"{found}.{part}" if found else part
            found = self._renamed.get(longer, longer)
        return found

    def action(self, scene: str, action: str) -> str:
        """A choice's id as it is now, given the key of its scene, then or now; `keep.<scenario>.<scene>.<choice>` keeps the moment's key
        behind it."""
        choice, dot, moment = action.partition(".")
        now = self.now(f"{scene}.{choice}").rpartition(".")[2]
        return f"{now}{dot}{self.now(moment) if moment else ''}"

    def find(self, table: str, path: str) -> int:
        """The index of an id in one of the program's tables, or -1 if it is gone."""
        rows = self.tables[table]
        return rows.get(path, rows.get(self.now(path), -1))


@kept_with_program
def tables(program: Program) -> Mapping[str, Mapping[str, int]]:
    """Every table of the program by its ids: scenes and choices by their keys, slots by their kind and id."""
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


@kept_with_program
def places(program: Program) -> Mapping[tuple[int, tuple[int, ...]], int]:
    """(scenario, scenes) as written under some `later` -> the number of that place."""
    laters = [later for scene in program.scenes for later in scene.later]
    laters += [later for choice in program.choices for later in choice.later]
    checks = [scene.check for scene in program.scenes] + [choice.check for choice in program.choices]
    laters += [later for check in checks if check for side in (check.success, check.failure) for later in side.later]
    return {(later.scenario, later.scenes): later.place for later in laters}
