"""Where a name of a pack is defined, set, asked for, led to and shown; and what it is, in a few lines. PURE."""

from pmsim.authoring.where.find import Found, find, nearest_names
from pmsim.authoring.where.text import as_json, as_text

__all__ = ["Found", "as_json", "as_text", "find", "nearest_names"]
