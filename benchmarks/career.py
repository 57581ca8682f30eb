"""How fast the shipped career is played by chance, with all its rules and no events, on one core;
and what 2,000 careers a door come to.

`python benchmarks/career.py --careers 2000`
"""

import argparse
import time
from collections import Counter

from pmsim import load_pack
from pmsim.core.policy import policy_named
from pmsim.core.step import play_career


def main() -> None:
    """Print decisions a second and the shares of the ends, a door at a time."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--careers", type=int, default=2000)
    asked.add_argument("--policy", default="random")
    args = asked.parse_args()
    program = load_pack("the_long_game").program
    policy = policy_named(program, args.policy)
    for door in program.starts:
        play_career(program, door.id, 0, policy)
        began = time.perf_counter()
        states = [
            play_career(program, door.id, seed, policy) for seed in range(1, args.careers + 1)
        ]
        seconds = time.perf_counter() - began
        made = sum(state.decisions for state in states)
        ends = Counter(program.outcomes[state.outcome].id for state in states)
        print(
            f"{door.id}: {made / seconds:,.0f} decisions a second, {made / len(states):.1f} a"
            f" career, {len(ends)} ends"
        )
        print(
            "  "
            + ", ".join(
                f"{end} {count * 100 / len(states):.1f} %" for end, count in ends.most_common()
            )
        )


if __name__ == "__main__":
    main()
