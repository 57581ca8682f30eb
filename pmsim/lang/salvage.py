"""What can be saved of a file with an unreadable line: everything but the scene, or the field, in which it stands."""


def without(lines: list[str], line: int) -> list[str] | None:
    """The lines with the block around `line` (from 0) blank; None if it is blank already.

    A block is what stands below one name of the first level that is indented (a scene, a stat), or else a field of the file.
    A block that begins above `line` keeps its name, with nothing in it, so that others can still mean it."""
    line = min(line, len(lines) - 1)
    while line > 0 and not _says(lines[line]):
        line -= 1
    top = _head(lines, line, 0)
    first = next((_depth(below) for below in lines[top + 1 : line + 1] if _says(below)), 0)
    head = _head(lines, line, first)
    end = next((at for at in range(head + 1, len(lines)) if _says(lines[at]) and _depth(lines[at]) <= _depth(lines[head])), len(lines))
    name = lines[head].rstrip()
    kept = f"{name} {{}}" if top < head < line and name.endswith(":") else ""
    remedied = [*lines[:head], kept, *[""] * (end - head - 1), *lines[end:]]
    return remedied if remedied != lines else None


def _head(lines: list[str], line: int, depth: int) -> int:
    """The nearest line at or above `line` that is indented no further than `depth`."""
    return next((at for at in range(line, -1, -1) if _says(lines[at]) and _depth(lines[at]) <= depth), 0)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
