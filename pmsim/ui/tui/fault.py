"""What is said and written when something of ours broke."""

import traceback
from pathlib import Path


def report(error: BaseException, saved_at: int, folder: Path | None) -> str:
    """Write a report of a fault into a folder, and return what the player is told. `saved_at`: the decision that is on disk, 0 for none."""
    saved = f" Your career is saved at Decision {saved_at}." if saved_at else ""
    said = f"Something broke, and it was not you.{saved}"
    if folder is None:
        return said
    path = folder / "pmsim-report.txt"
    text = "".join(traceback.format_exception(error))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return f"{said}\n{text}"
    return f"{said} Details: {path}"
