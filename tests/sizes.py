"""The three sizes of a long law, chosen by one option of pytest: how many examples, kills, keys or
runs a test tries.

    pytest                  commit: before every commit, at most four minutes on two quiet cores
    pytest --size ci        what `bash .ci/run` runs
    pytest --long           the figures named in issues (short for `--size long`); hours

A test asks for its number when its module is imported, in place of a figure or an environment
variable of its own:

    @settings(max_examples=size(25))                        # 25, 25, 2,500: `ci` is `commit`, `long` a hundred times it
    @settings(max_examples=size(500, ci=1_000, long=50_000))

for kill in range(size(6, ci=20, long=200)):            # a plain loop

@pytest.mark.cases(12)                                  # of many parameters 12 at size commit,
evenly spread; else all

A Hypothesis test without `max_examples` gets `EXAMPLES`. Choose `commit` so that the test takes
at most two seconds of a quiet core, and `ci` at most ten.
"""

from typing import Literal, get_args

Size = Literal["commit", "ci", "long"]
SIZES: tuple[Size, ...] = get_args(Size)
EXAMPLES = (40, 60, 10_000)
"""Examples of a Hypothesis test that names no number, for each size."""
SECONDS = (600, 1_200, 12 * 3600)
"""The most that a single test may take, for each size: far more than any needs on a busy
machine, so that a longer one hangs."""
_chosen: Size = "commit"


def choose(name: Size) -> None:
    """Set the size of this process. Called by conftest before any test module is imported."""
    global _chosen  # noqa: PLW0603
    _chosen = name


def size(commit: int, ci: int | None = None, long: int | None = None) -> int:
    """Return the number for the chosen size. `ci` defaults to `commit`, `long` to a hundred
    times it."""
    numbers = (commit, commit if ci is None else ci, 100 * commit if long is None else long)
    return numbers[SIZES.index(_chosen)]
