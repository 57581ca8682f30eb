"""The files of `.ci/run` and pyproject.toml agree: versions last seen green, lower bounds,
Pythons."""

import re
import runpy
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TOML = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = TOML["project"]
REQUIREMENTS = [
    Requirement(text)
    for text in chain(
        TOML["build-system"]["requires"],
        PROJECT["dependencies"],
        *PROJECT["optional-dependencies"].values(),
    )
]
oldest = runpy.run_path(str(ROOT / ".ci" / "oldest.py"))["oldest"]


def test_every_requirement_allows_its_oldest_version() -> None:
    bounds = oldest((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(bounds) == {requirement.name for requirement in REQUIREMENTS}
    assert [
        str(requirement)
        for requirement in REQUIREMENTS
        if bounds[requirement.name] not in requirement.specifier
    ] == []


@pytest.mark.parametrize(
    "dependencies", ['["click"]', '["click<9"]', '["click>=8.2", "click>=8.3"]']
)
def test_a_requirement_without_one_lower_bound_is_refused(dependencies: str) -> None:
    with pytest.raises(ValueError, match="lower bound"):
        oldest(
            "[build-system]\nrequires = []\n[project]\ndependencies ="
            f" {dependencies}\n[project.optional-dependencies]\n"
        )


def test_the_versions_last_seen_green_are_allowed() -> None:
    lines = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    green = {canonicalize_name(name): version for name, version in pins.items()}
    assert [
        str(one)
        for one in REQUIREMENTS
        if green.get(canonicalize_name(one.name), "0") not in one.specifier
    ] == []


def test_the_classifiers_name_the_pythons_that_are_tried() -> None:
    tried = re.search(r'^PYTHONS="(.*)"$', (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.M)
    assert tried
    named = [
        name.rsplit(" ", 1)[1]
        for name in PROJECT["classifiers"]
        if name.startswith("Programming Language :: Python :: 3.")
    ]
    assert named == tried.group(1).split()
    assert PROJECT["requires-python"] == f">={named[0]}"
