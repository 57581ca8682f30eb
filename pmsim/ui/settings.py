"""What a player may set about the screens. Plain values; where they are kept is the store's business."""

from typing import Literal, NamedTuple

MEASURES = (60, 64, 66, 70, 75)
MOTIONS = ("a little", "still")
THEMES = ("dark", "light", "contrast", "bare")


class Settings(NamedTuple):
    """`measure`: the widest line of prose, 60..75; `figures`: numbers beside words; `plain_characters`: ASCII only."""

    theme: Literal["dark", "light", "contrast", "bare"] = "dark"
    measure: int = 66
    figures: bool = False
    motion: Literal["a little", "still"] = "a little"
    plain_characters: bool = False
