"""The debrief as one HTML file that needs no network and can be printed. Every text goes through
an element tree, which escapes it."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from pmsim.ui.present.debrief_pages import (
    GRID_HEADINGS,
    Curve,
    Debrief,
    GridLine,
    Passage,
    debrief_pages,
    grid_cells,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The content security policy: the page may load nothing, and run nothing."""
STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --soft: #595959; --paper: #fffdf8;
  --line: #c9c4b8; --accent: #8a3a1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9e2; --soft: #aba69b; --paper: #1b1a18;
  --line: #4a4740; --accent: #e8a27c; } }
body { background: var(--paper); color: var(--ink); font: 17px/1.55 Georgia, "Times New Roman",
  serif; margin: 2rem auto; max-width: 42rem; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; font-weight: normal; line-height: 1.2; margin: 0; }
h2 { border-top: 1px solid var(--line); font-size: 1.25rem; font-weight: normal; margin: 2.2rem 0
  .8rem; padding-top: 1rem; }
h3 { font-size: 1.05rem; font-weight: bold; margin: 1.4rem 0 .3rem; }
h3 em { color: var(--accent); font-weight: normal; padding-left: .4em; }
p { margin: .5rem 0; }
.end { color: var(--accent); font-size: 1.2rem; }
.soft { color: var(--soft); font-size: .93em; }
ul { list-style: none; margin: .5rem 0; padding: 0; }
li { margin: .35rem 0; padding-left: 2.6rem; text-indent: -2.6rem; }
li p { text-indent: 0; }
li b { color: var(--accent); display: inline-block; font-weight: normal; text-indent: 0;
  width: 2.6rem; }
table { border-collapse: collapse; font-size: .93em; margin: .8rem 0; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem .25rem 0; text-align: left;
  vertical-align: top; }
th { color: var(--soft); font-weight: normal; }
.charts { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
  margin-top: 1rem; }
.charts.small { gap: .5rem 1rem; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); }
svg { display: block; font: 11px Georgia, serif; height: auto; width: 100%; }
svg text { fill: var(--soft); } svg .name { fill: var(--ink); }
svg .grid { stroke: var(--line); } svg .curve { fill: none; stroke: var(--ink); stroke-width: 1.5; }
svg .watched { stroke: var(--accent); stroke-width: 2.5; }
@media print { :root { --ink: #000; --soft: #444; --paper: #fff; --line: #999; --accent: #6d2a10; }
  body { font-size: 10pt; line-height: 1.4; margin: 0; max-width: none; }
  h2, h3 { break-after: avoid; }
  li, table, p, svg { break-inside: avoid; } @page { margin: 18mm; } }
"""


def html_page(debrief: Debrief) -> str:
    """Return the debrief as an HTML document."""
    root = Element("html", lang="en")
    head, body = SubElement(root, "head"), SubElement(root, "body")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    name = f"{debrief.title}: {debrief.start}"
    add(head, "title", name)
    add(head, "style", STYLE)
    add(body, "h1", name)
    if debrief.outcome:
        add(body, "p", debrief.outcome, "end")
    add(body, "p", debrief.summary)
    for page in debrief_pages(debrief):
        section = SubElement(body, "section")
        add(section, "h2", page.title)
        if page.grid:
            _add_table(section, page.grid)
        _add_passages(section, page.passages)
        add_charts(section, page.curves)
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def add(parent: Element, tag: str, text: str, kind: str = "") -> Element:
    """Add an element with a text, and with a class if there is one; return it."""
    element = SubElement(parent, tag, {"class": kind} if kind else {})
    element.text = text
    return element


def _add_table(section: Element, grid: Iterable[GridLine]) -> None:
    table = SubElement(section, "table")
    row = SubElement(SubElement(table, "thead"), "tr")
    for heading in GRID_HEADINGS:
        add(row, "th", heading).set("scope", "col")
    body = SubElement(table, "tbody")
    for line in grid:
        row = SubElement(body, "tr")
        for cell in grid_cells(line):
            add(row, "td", cell)


def _add_passages(section: Element, passages: Iterable[Passage]) -> None:
    items: Element | None = None
    for passage in passages:
        if passage.kind not in ("item", "reason"):
            items = None
        match passage.kind:
            case "head":
                heading = add(section, "h3", passage.text)
                if passage.lead:
                    add(heading, "em", passage.lead)
            case "item":
                items = SubElement(section, "ul") if items is None else items
                add(SubElement(items, "li"), "b", passage.lead).tail = passage.text
            case "reason":
                add(section if items is None else items[-1], "p", passage.text, "soft")
            case "soft" | "text":
                add(section, "p", passage.text, "soft" if passage.kind == "soft" else "")


WIDTH, HEIGHT = 260, 96
SMALL_WIDTH, SMALL_HEIGHT = 130, 56
TOP, SIDE = 18, 4
"""Units above a chart, for its name, and on either side of it."""


def add_charts(parent: Element, curves: Sequence[Curve]) -> None:
    """Add one chart for each curve: stats large, the first marked; skills small."""
    if not curves:
        return
    small = curves[0].kind == "skill"
    group = SubElement(parent, "div", {"class": "charts small" if small else "charts"})
    size = (SMALL_WIDTH, SMALL_HEIGHT) if small else (WIDTH, HEIGHT)
    for number, curve in enumerate(curves):
        _add_chart(group, curve, size, is_watched=not small and not number)


def _add_chart(parent: Element, curve: Curve, size: tuple[int, int], *, is_watched: bool) -> None:
    width, height = size
    bottom = height - (TOP if curve.kind == "stat" else SIDE)
    svg = SubElement(parent, "svg", viewBox=f"0 0 {width} {height}", role="img")
    _add_text(svg, "title", curve.sentence)
    name = _add_text(svg, "text", curve.label)
    name.attrib.update({"class": "name", "x": str(SIDE), "y": "12"})
    end = _add_text(svg, "text", str(curve.values[-1]))
    end.attrib.update({"text-anchor": "end", "x": str(width - SIDE), "y": "12"})
    low, span = curve.min, max(curve.max - curve.min, 1)
    step = (width - 2 * SIDE) / max(len(curve.values) - 1, 1)
    for level in (TOP + 4, bottom):
        line = {"x1": str(SIDE), "x2": str(width - SIDE), "y1": str(level), "y2": str(level)}
        SubElement(svg, "line", {"class": "grid", **line})
    points = " ".join(
        f"{SIDE + step * at:.1f},{bottom - (bottom - TOP - 4) * (value - low) / span:.1f}"
        for at, value in enumerate(curve.values)
    )
    curve_class = "curve watched" if is_watched else "curve"
    SubElement(svg, "polyline", {"class": curve_class, "points": points})
    if curve.kind == "stat":
        _add_axis(svg, curve, step, height)


def _add_axis(svg: Element, curve: Curve, step: float, height: int) -> None:
    """Write the first and the last quarter under the chart, and a mark where each begins."""
    quarters = len(curve.values) - 1
    for number in range(quarters):
        x = f"{SIDE + step * number:.1f}"
        line = {"x1": x, "x2": x, "y1": str(height - TOP), "y2": str(height - TOP + 3)}
        SubElement(svg, "line", {"class": "grid", **line})
        if number in (0, quarters - 1):
            text = _add_text(svg, "text", str(number + 1))
            text.attrib.update({"x": x, "y": str(height - 3)})


def _add_text(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    element.text = text
    return element
