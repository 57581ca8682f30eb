"""The reference story in ink."""

from typing import Any

from reference.story import Story, condition, endings


def write(story: Story) -> str:
    """The story as one ink file, which sets `ending` to the ending's position."""
    bounds = {var["name"]: (var["min"], var["max"]) for var in story["vars"]}
    ends = {name: number for number, name in enumerate(endings(story))}
    lines = [f"VAR {var['name']} = {var['init']}" for var in story["vars"]]
    lines += ["VAR ending = -1", f"-> {story['start']}", ""]
    for node in story["nodes"]:
        lines.append(f"=== {node['id']} ===")
        if node["kind"] == "gate":
            lines += _effects(node["effects"], bounds, "") + _jumps(node["goto"], "")
            continue
        lines.append(
            "".join(
                part if isinstance(part, str) else "{" + part["var"] + "}" for part in node["text"]
            )
        )
        if node["kind"] == "ending":
            lines += [f"~ ending = {ends[node['id']]}", "-> END"]
            continue
        for choice in node["choices"]:
            guard = f"{{ {condition(choice['cond'])} }} " if choice["cond"] else ""
            lines.append(f"+ {guard}[{choice['text']}]")
            lines += _effects(choice["effects"], bounds, "    ") + _jumps(choice["goto"], "    ")
    return "\n".join(lines) + "\n"


def _effects(effects: Any, bounds: dict[str, tuple[int, int]], indent: str) -> list[str]:
    lines = []
    for var, op, number in effects:
        low, high = bounds[var]
        kept = f"MIN({var} + {number}, {high})" if number > 0 else f"MAX({var} - {-number}, {low})"
        value = str(number) if op == "=" else kept
        lines.append(f"{indent}~ {var} = {value}")
    return lines


def _jumps(jumps: Any, indent: str) -> list[str]:
    return [
        f"{indent}-> {to}" if c is None else f"{indent}{{ {condition(c)}: -> {to} }}"
        for c, to in jumps
    ]
