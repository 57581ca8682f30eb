"""Writes the generated parts of the reference pages: `python docs/make.py`."""

from pathlib import Path

from pmsim.authoring import reference

HERE = Path(__file__).parent


def main() -> None:
    """Make the tables of language.md and the whole of diagnostics.md anew."""
    page = HERE / "language.md"
    page.write_text(
        reference.language_page(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
    )
    (HERE / "diagnostics.md").write_text(
        reference.diagnostics_page(), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
