"""Expressions mean what Python means by the same text; what is hostile or wrong is refused with
a place and a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import Bit, Get, IsSet, Lookup, Num, Since, Top
from pmsim.core.program import QUARTER, ROLE, Slot
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import NUMBER, STAGE, TRUTH, Scope, TypedExpr, check_expression
from pmsim.lang.expressions import ROLE as A_ROLE
from pmsim.lang.nodes import Place, Scalar

RANGES = {"low": (0, 10), "mid": (-50, 50), "high": (0, 100), "one": (1, 9)}
FLAGS = ("met_sam", "told_ines")
ROLES = {"pm": 0, "lead": 1, "tpm": 2}
STAGES = {"none": 0, "ship": 1, "strategy": 2}
STAGE_OF = (1, 2, 0)
BANDS = {"calm": 0, "frayed": 55}

_NAMES = ["quarter", "@quarters", "role", "@role_since", "@seen", "@taken", *RANGES, *FLAGS]
_AT = {name: number for number, name in enumerate(_NAMES)}
_SLOTS = (
    Slot("quarter", "fixed", 1, 12, 1),
    Slot("@quarters", "fixed", 1, 12, 1),
    Slot("role", "fixed", 0, 2, 0),
    Slot("@role_since", "fixed", 1, 12, 1),
    Slot("@seen", "fixed", 0, 3, 0),
    Slot("@taken", "fixed", 0, 3, 0),
    *(Slot(name, "stat", low, high, low) for name, (low, high) in RANGES.items()),
    *(Slot(flag, "flag", 0, 12, 0) for flag in FLAGS),
)
SCOPE = Scope(
    slots=_SLOTS,
    values={
        **{name: TypedExpr(Get(_AT[name]), NUMBER) for name in (*RANGES, "quarter")},
        **{flag: TypedExpr(IsSet(_AT[flag]), TRUTH) for flag in FLAGS},
        "role": TypedExpr(Get(ROLE), A_ROLE),
        "stage": TypedExpr(Lookup(ROLE, STAGE_OF), STAGE),
        "times.help": TypedExpr(Get(_AT["one"]), NUMBER),
    },
    words={"role": ROLES, "stage": STAGES, "high": BANDS, "top(causes)": {"low": 0, "mid": 1}},
    top_of_group={"causes": TypedExpr(Top((_AT["low"], _AT["mid"])), "top(causes)")},
    flags={flag: _AT[flag] for flag in FLAGS},
    scenes={"a.door": 0, "a.room": 1},
    choices={"a.door.knock": 1},
)


def scalar(text: str) -> Scalar:
    return Scalar(text, Place("a.yaml", 3, 10))


def complaints(text: str, wanted: str = "truth") -> tuple[Diagnostic, ...]:
    return check_expression(scalar(text), SCOPE, wanted).diagnostics  # type: ignore[arg-type]


names = st.sampled_from(list(RANGES))
factors = st.integers(0, 12).map(str)


@st.composite
def numbers(draw: st.DrawFn, depth: int) -> str:
    """A number as an author may write it, small enough for every bound."""
    if depth == 0:
        return draw(
            st.one_of(names, factors, st.just("quarters_since(met_sam)"), st.just("times.help"))
        )
    match draw(st.integers(0, 8)):
        case 0 | 1:
            return (
                f"{draw(numbers(depth - 1))} {draw(st.sampled_from('+-'))}"
                f" {draw(numbers(depth - 1))}"
            )
        case 2:
            return f"{draw(names)} * {draw(factors)}"
        case 3:
            return (
                f"({draw(numbers(depth - 1))}) {draw(st.sampled_from(['//', '%']))}"
                f" {draw(st.sampled_from(['one', '7', '-3', '-one']))}"
            )
        case 4:
            inside = ", ".join(draw(st.lists(numbers(depth - 1), min_size=2, max_size=3)))
            return f"{draw(st.sampled_from(['min', 'max']))}({inside})"
        case 5:
            return f"abs({draw(numbers(depth - 1))})"
        case 6:
            return f"-{draw(names)}"
        case 7:
            return (
                f"({draw(numbers(depth - 1))} if {draw(conditions(depth - 1))} else"
                f" {draw(numbers(depth - 1))})"
            )
        case _:
            return f"({draw(numbers(depth - 1))})"


@st.composite
def conditions(draw: st.DrawFn, depth: int) -> str:
    """A condition as an author may write it."""
    tips = [
        "met_sam",
        "role == pm",
        "role in (lead, tpm,)",
        "stage not in (ship)",
        "high >= frayed",
        "calm <= high < frayed",
    ]
    tips += [
        "top(causes) == low",
        "top(causes) in (mid, low)",
        "seen(a.room)",
        "took(a.door.knock)",
        "stage != none",
    ]
    if depth == 0:
        return draw(st.sampled_from(tips))
    signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    match draw(st.integers(0, 6)):
        case 0:
            return draw(st.sampled_from(tips))
        case 1:
            return f"{draw(numbers(depth - 1))} {draw(signs)} {draw(numbers(depth - 1))}"
        case 2:
            return (
                f"{draw(numbers(depth - 1))} {draw(signs)} {draw(numbers(depth - 1))} {draw(signs)}"
                f" {draw(factors)}"
            )
        case 3:
            return (
                f"{draw(names)} {draw(st.sampled_from(['in', 'not in']))} ({draw(factors)},"
                f" {draw(st.one_of(factors, names))})"
            )
        case 4:
            return f"not {draw(conditions(depth - 1))}"
        case 5:
            return (
                f"({draw(conditions(depth - 1))} {draw(st.sampled_from(['and', 'or']))}"
                f" {draw(conditions(depth - 1))})"
            )
        case _:
            return (
                f"{draw(conditions(depth - 1))} {draw(st.sampled_from(['and', 'or']))}"
                f" {draw(conditions(depth - 1))}"
            )


@st.composite
def states(draw: st.DrawFn) -> tuple[int, ...]:
    """Slots as a career may have them: nothing was set in a quarter to come."""
    quarter = draw(st.integers(1, 12))
    rest = [
        draw(st.integers(slot.min, quarter if slot.kind == "flag" else slot.max))
        for slot in _SLOTS[1:]
    ]
    return (quarter, *rest)


class _Help:
    def __init__(self, times: int) -> None:
        self.help = times


class _Dotted:
    """Python's idea of `a.door` and `a.door.knock`: their paths."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __getattr__(self, name: str) -> "_Dotted":
        return _Dotted(f"{self.path}.{name}")


def python(text: str, slots: tuple[int, ...]) -> int:
    """The value by Python's own reading of the text."""
    here = {name: slots[_AT[name]] for name in (*RANGES, "quarter", "role")}
    since = {
        flag: 99 if not slots[_AT[flag]] else min(99, slots[QUARTER] - slots[_AT[flag]])
        for flag in FLAGS
    }

    class Flag(int):
        """A flag that still knows its name."""

        name = ""

    flags = {}
    for flag in FLAGS:
        flags[flag] = Flag(slots[_AT[flag]] != 0)
        flags[flag].name = flag

    def top(_: object) -> int:
        return here["mid"] if slots[_AT["mid"]] > slots[_AT["low"]] else here["low"]

    return eval(  # the oracle
        text.replace("top(causes) == low", str(slots[_AT["low"]] >= slots[_AT["mid"]])).replace(
            "top(causes) in (mid, low)", "True"
        ),
        {"__builtins__": {}},
        {
            **here,
            **flags,
            **ROLES,
            **STAGES,
            **BANDS,
            "stage": STAGE_OF[slots[ROLE]],
            "stage_of": STAGE_OF,
            "times": _Help(slots[_AT["one"]]),
            "a": _Dotted("a"),
            "min": min,
            "max": max,
            "abs": abs,
            "quarters_since": lambda flag: since[flag.name],
            "seen": lambda place: bool(slots[4] >> SCOPE.scenes[place.path] & 1),
            "took": lambda place: bool(slots[5] >> SCOPE.choices[place.path] & 1),
        },
    )


def listed(text: str) -> str:
    """`in (x)` is a list of one here, and a bracket in Python."""
    return text.replace("not in (ship)", "not in (ship,)")


@given(numbers(3).filter(lambda text: len(text) <= 300), states())
def test_a_number_is_what_python_says(text: str, slots: tuple[int, ...]) -> None:
    reading = check_expression(scalar(text), SCOPE, "number")
    if reading.expr is None:
        assert {found.code for found in reading.diagnostics} <= {"PM401"}, (
            text,
            reading.diagnostics,
        )
        return
    value = evaluate(reading.expr, slots)
    assert value == python(listed(text), slots)
    low, high = SCOPE.ranges.of(reading.expr)
    assert low <= value <= high


@given(conditions(3).filter(lambda text: len(text) <= 300), states())
def test_a_condition_is_what_python_says(text: str, slots: tuple[int, ...]) -> None:
    reading = check_expression(scalar(text), SCOPE, "truth")
    if reading.expr is None:
        assert {found.code for found in reading.diagnostics} <= {"PM401"}, (
            text,
            reading.diagnostics,
        )
        return
    value = evaluate(reading.expr, slots)
    assert type(value) is bool
    assert value == bool(python(listed(text), slots))
    low, high = SCOPE.ranges.of(reading.expr)
    assert low <= value <= high


HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__bases__",
    "low.__class__",
    "a[0]",
    "[1, 2]",
    "{1: 2}",
    "lambda: 1",
    "2 ** 99999999",
    "9" * 400,
    "low\\",
    "low # no",
    "f'{low}'",
    "'a' * 10",
    "print(low)",
    "open(low)",
    "eval(low)",
    "low := 3",
    "low; high",
    "low = 3",
    "~low",
    "low & high",
    "low | high",
    "low @ high",
    "low << 99",
    "low if",
    "(" * 200 + "low" + ")" * 200,
    "not " * 120 + "met_sam",
    "-" * 300 + "low",
    "low " + "+ low" * 200,
    "min(" * 40 + "low" + ", 1)" * 40,
    "low / high",
    "1.5",
    "1e9",
    "0x10",
    "1_000",
    "007",
    "True",
    "None",
    "...",
    "*low",
    "low,",
    "low, high",
    "(low, high)",
    "seen(low)",
    "seen('a.door')",
    "took(a.door)",
    "seen(a.door, a.room)",
    "low in low",
    "low in ()",
    "min()",
    "min(low)",
    "abs(low, 1)",
    "top(low)",
    "top()",
    "high.real",
    "a.door",
    "times",
    "times.help.x",
    "low in (met_sam)",
    "role > pm",
    "role == 1",
    "role == ship",
    "pm == role == stage",
    "met_sam == 1",
    "met_sam + 1",
    "low and high",
    "not low",
    "1 if low else 2",
    "low\u2265 3",
    "\u2460",
    "low\x00",
    "low\x1b[2J",
    "\u202elow",
    "\u00e9",
    "",
    "   ",
    "=",
    "==",
    "and",
    "not",
    "in (low)",
    "()",
    "async low",
    "low.",
    ".low",
    "low..high",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("wanted", ["truth", "number"])
def test_hostile_text_is_refused(text: str, wanted: str) -> None:
    reading = check_expression(scalar(text), SCOPE, wanted)  # type: ignore[arg-type]
    assert reading.expr is None
    assert any(found.severity == "error" and found.message for found in reading.diagnostics)


@given(st.text(max_size=60))
def test_any_text_is_read_or_complained_of(text: str) -> None:
    reading = check_expression(scalar(text), SCOPE, "number")
    assert (reading.expr is None) == any(found.severity == "error" for found in reading.diagnostics)


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("hgih >= frayed", "PM301", 10, "`high`"),
        ("high >= fryaed", "PM301", 18, "`frayed`"),
        ("low >= frayed", "PM301", 17, "`high >= frayed`"),
        ("role == leed", "PM301", 18, "`lead`"),
        ("pm", "PM301", 10, "`role == pm`"),
        ("help", "PM301", 10, "`times.help >= 1`"),
        ("low >= 3 and met_smo", "PM301", 23, "`met_sam`"),
        ("seen(a.dor)", "PM301", 15, "`a.door`"),
        ("top(cause) == low", "PM301", 14, "`causes`"),
        ("low", "PM402", 10, "`low >= 1`"),
        ("not true", "PM301", 14, "Leave the condition out"),
        ("low = 3", "PM401", 14, "=="),
        ("low >= 3 & mid", "PM401", 19, "`and`"),
        ("low > 3 and", "PM401", 21, ""),
        ("role > pm", "PM402", 15, "`in`"),
        ("low // 0 == 1", "PM403", 17, ""),
        ("1 // low == 1", "PM403", 15, "max(1"),
        ("high * 99999999 * 9 > 1", "PM404", 15, ""),
    ],
)
def test_a_slip_is_shown_where_it_is(text: str, code: str, column: int, hint: str) -> None:
    first = complaints(text)[0]
    assert (first.code, first.place.line, first.place.column) == (code, 3, column)
    assert hint in first.hint


def test_every_slip_of_a_condition_is_told_at_once() -> None:
    assert [
        found.place.column for found in complaints("lwo > 3 and hgih > 3 or low + met_sam > 1")
    ] == [10, 22, 40]


def test_a_flag_that_nothing_sets_is_false_and_said_so() -> None:
    reading = check_expression(scalar("not entirely_elsewhere"), SCOPE, "truth")
    assert [(found.code, found.severity) for found in reading.diagnostics] == [("PM407", "warning")]
    assert reading.flags == {"entirely_elsewhere"}
    assert reading.expr is not None
    assert evaluate(reading.expr, (0,) * len(_SLOTS))


def test_places_in_a_block_and_behind_an_equals_sign() -> None:
    block = Scalar("low >= 3\nand hgih > 3\n", Place("a.yaml", 7, 11), "|", 6)
    assert check_expression(block, SCOPE, "truth").diagnostics[0].place == Place("a.yaml", 9, 11)
    setting = Scalar("= lwo", Place("a.yaml", 2, 20))
    assert check_expression(setting, SCOPE, "number", 1).diagnostics[0].place == Place(
        "a.yaml", 2, 22
    )


def test_constants_are_folded() -> None:
    assert check_expression(scalar("-3"), SCOPE, "number").expr == Num(-3)
    assert check_expression(scalar("2 * 3 - 10 // 3"), SCOPE, "number").expr == Num(3)


def test_special_readings() -> None:
    assert check_expression(scalar("seen(a.room)"), SCOPE, "truth").expr == Bit(4, 1)
    assert check_expression(scalar("quarters_since(met_sam)"), SCOPE, "number").expr == Since(
        _AT["met_sam"], QUARTER
    )


def test_ranges_follow_what_must_be() -> None:
    def within(text: str, wanted: str = "number") -> tuple[int, int]:
        expr = check_expression(scalar(text), SCOPE, wanted).expr  # type: ignore[arg-type]
        assert expr is not None
        return tuple(SCOPE.ranges.of(expr))  # type: ignore[return-value]

    assert within("(50 - high) // 8") == (-7, 6)
    assert within("mid % 4") == (0, 3)
    assert within("abs(mid)") == (0, 50)
    assert within("low * mid") == (-500, 500)
    assert within("1 if high >= 0 else 5") == (1, 1)
    assert within("high > 100", "truth") == (0, 0)
    assert within("low <= 10 or met_sam", "truth") == (1, 1)
