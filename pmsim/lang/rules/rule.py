"""What a rule is: one record per kind of complaint. Its example is its documentation and its test."""

from typing import NamedTuple

from pmsim.lang.diagnostics import Severity


class Rule(NamedTuple):
    """One kind of complaint.

    `code`: PM1xx syntax, PM2xx shape, PM3xx names, PM4xx conditions, PM5xx flow, PM6xx reachability and sense, PM7xx prose.
    `name` reads after "allow": `duplicate-key`. `sentence` is a `str.format` pattern whose words the finder gives.
    `bad` and `good` are the text of `file` ('': without it), laid over the small pack of `rules.example`: `bad` must produce the code,
    `good` not.
    `file` '': it is about what has no text, and there is no example.
    `more`: further files of the example, the same in both. `ripens`: a note while the pack's `version` is below 1, as a pack in the making
    has much that nothing uses yet.
    `absence`: it says that something is nowhere in the pack, so it is held back while a part of the pack cannot be read.
    """

    code: str
    name: str
    severity: Severity
    sentence: str
    why: str
    bad: str
    good: str
    file: str = "scene.yaml"
    absence: bool = False
    ripens: bool = False
    more: tuple[tuple[str, str], ...] = ()
