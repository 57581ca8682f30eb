"""The oldest versions that a pyproject.toml allows, as constraints for pip. Every requirement must
have a lower bound.

python3 .ci/oldest.py pyproject.toml
"""

import re
import sys
import tomllib
from itertools import chain
from pathlib import Path

_BOUND = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?>=([\w.]+)(?:,<[\w.]+)?")


def oldest(text: str) -> dict[str, str]:
    """Return the lower bound of every requirement, by its name. ValueError: a requirement has
    none, or two differ."""
    toml = tomllib.loads(text)
    project = toml["project"]
    bounds: dict[str, str] = {}
    lists = (
        toml["build-system"]["requires"],
        project["dependencies"],
        *project["optional-dependencies"].values(),
    )
    for requirement in chain.from_iterable(lists):
        match = _BOUND.fullmatch(requirement)
        if match is None:
            raise ValueError(f"No lower bound in {requirement!r}: write it as name>=version.")
        name, version = match.groups()
        if bounds.setdefault(name, version) != version:
            raise ValueError(f"Two lower bounds of {name}: {bounds[name]} and {version}.")
    return bounds


if __name__ == "__main__":
    sys.stdout.writelines(
        f"{name}=={version}\n"
        for name, version in oldest(Path(sys.argv[1]).read_text(encoding="utf-8")).items()
    )
