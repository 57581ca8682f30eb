"""The reference story as a pmsim pack: twenty quarters with one named beat.

ink's loop becomes the calendar. The gate at a quarter's head is a list of start scenes without
text, each with the condition of one jump; a jump of a choice that depends on a condition goes
through such a gate too. The 15th variable, ink's own count of rounds, is the quarter.
"""

from typing import Any

from reference.story import Story, condition, endings

Lines = list[str]


def write(story: Story) -> dict[str, bytes]:
    """The files of the pack, by relative path."""
    return {"pack.yaml": _pack(story).encode(), "career.yaml": _scenario(story).encode()}


def _pack(story: Story) -> str:
    lines = [
        "language: 1",
        "pack: reference",
        "title: The reference story",
        "version: 0.1.0",
        "stats:",
    ]
    for var in story["vars"]:
        if var["name"] != "quarter":
            lines.append(
                f"  {var['name']}: {{min: {var['min']}, max: {var['max']}, start: {var['init']}}}"
            )
    lines += [
        "roles:",
        "  player: {title: Player}",
        "starts:",
        "  only:",
        "    title: The only door",
        "    role: player",
    ]
    lines += ["calendar:", "  quarters: 20", "  quarter:", "    - scenario: career", "outcomes:"]
    gate = next(node for node in story["nodes"] if node["id"] == "end_gate")
    for c, to in gate["goto"]:
        lines += [f"  {to}:", f"    title: {to}"]
        if c is not None:
            lines.append(f"    when: {condition(c)}")
        ending = next(node for node in story["nodes"] if node["id"] == to)
        lines += ["    text: |", "      " + _prose(ending["text"])]
    return "\n".join(lines) + "\n"


def _scenario(story: Story) -> str:
    nodes = {node["id"]: node for node in story["nodes"]}
    gate = nodes["gate"]
    starts = [
        (f"to_{number}", c, to) for number, (c, to) in enumerate(gate["goto"]) if to != "end_gate"
    ]
    lines = ["language: 1", "title: A career", "draw: false"]
    lines.append(
        "start: [" + ", ".join(["over", "opening", *(name for name, _, _ in starts)]) + "]"
    )
    lines += ["scenes:", "  over:", "    when: burnout >= 100", f"    end: {endings(story)[0]}"]
    lines += ["  opening:", "    when: quarter == 1", f"    goto: {story['start']}"]
    for name, c, to in starts:
        lines += _gate(name, c, to)
    gates: Lines = []
    for node in story["nodes"]:
        if node["kind"] == "scene":
            lines += _scene(node, gates)
    return "\n".join(lines + gates) + "\n"


def _scene(node: Any, gates: Lines) -> Lines:
    lines = [f"  {node['id']}:", "    text: |", "      " + _prose(node["text"]), "    choices:"]
    for number, choice in enumerate(node["choices"]):
        lines += [f"      - id: c{number}", f"        label: {choice['text']}"]
        if choice["cond"]:
            lines.append(f"        needs: {condition(choice['cond'])}")
        effects = ", ".join(
            f"{var}: {'= ' if op == '=' else ''}{value}" for var, op, value in choice["effects"]
        )
        lines.append(f"        effects: {{{effects}}}")
        lines += _jump(choice["goto"], f"{node['id']}_{number}", gates)
    return lines


def _jump(jumps: Any, name: str, gates: Lines) -> Lines:
    if jumps[0][1] == "gate":
        return []
    names = []
    for number, (c, to) in enumerate(jumps):
        if c is None:
            names.append(to)
        else:
            names.append(f"{name}_{number}")
            gates += _gate(names[-1], c, to)
    return [f"        goto: [{', '.join(names)}]"]


def _gate(name: str, c: Any, to: str) -> Lines:
    return [
        f"  {name}:",
        *([f"    when: {condition(c)}"] if c is not None else []),
        f"    goto: {to}",
    ]


def _prose(parts: Any) -> str:
    return "".join(part if isinstance(part, str) else "{" + part["var"] + "}" for part in parts)
