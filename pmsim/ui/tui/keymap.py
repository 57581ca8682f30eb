"""The keys of all screens by action id, with the player's own. The `BINDINGS` of classes are the
only list of keys: the footer, the help page and the palette read them."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys
from textual.screen import Screen
from textual.theme import Theme

from pmsim.lang import visible
from pmsim.store.settings import SETTINGS_FILE, TEXTUAL_THEMES
from pmsim.ui.tui.appearance import BARE_THEME, THEMES, ThemeTokens, make_tokens
from pmsim.ui.tui.page import PageView
from pmsim.ui.tui.widgets import FooterKey

KEY_NAMES = {
    "question_mark": "?",
    "comma": ",",
    "minus": "-",
    "plus": "+",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "f1": "F1",
}
"""Keys as shown, if that differs from Textual's names."""
_SIGNS = {shown: name for name, shown in KEY_NAMES.items() if len(shown) == 1}
_KNOWN_KEYS = frozenset({*KEY_NAMES, *(key.value for key in Keys)})


@cache
def bindings_by_id(*owners: type[DOMNode]) -> Mapping[str, Binding]:
    """Return the bindings of some classes and of their bases, by action id."""
    return {
        binding.id: binding
        for owner in owners
        for base in reversed(owner.__mro__)
        for binding in vars(base).get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id
    }


def screen_classes() -> tuple[type[DOMNode], ...]:
    """Return every screen with keys of its own."""
    from pmsim.ui.tui.screens.careers import CareersScreen
    from pmsim.ui.tui.screens.debrief import DebriefScreen
    from pmsim.ui.tui.screens.gallery import CompareScreen, GalleryScreen
    from pmsim.ui.tui.screens.log import LogScreen
    from pmsim.ui.tui.screens.menu import StartsScreen
    from pmsim.ui.tui.screens.overlays import SettingsScreen
    from pmsim.ui.tui.screens.story import StoryScreen
    from pmsim.ui.tui.screens.timeline import TimelineScreen
    from pmsim.ui.tui.screens.you import YouScreen

    return (
        LogScreen,
        YouScreen,
        SettingsScreen,
        StoryScreen,
        TimelineScreen,
        CompareScreen,
        GalleryScreen,
        CareersScreen,
        StartsScreen,
        DebriefScreen,
    )


def check_keymap(keys: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the entries of a keymap that can be used, and what to say of all others, '' for
    none."""
    screens = [bindings_by_id(KeyedApp, PageView, screen) for screen in screen_classes()]
    keymap: dict[str, str] = {}
    problems = []
    for action, given in keys.items():
        written = ",".join(_SIGNS.get(key, key) for key in given.split(","))
        problem = _entry_problem(action, written, [name for known in screens for name in known])
        if problem:
            problems.append(problem)
        else:
            keymap[action] = written
    for action in tuple(keymap):
        rival = next(
            (name for known in screens for name in known if _clash(action, name, known, keymap)), ""
        )
        if rival:
            problems.append(f'{action}: "{keymap.pop(action)}" is the key of "{rival}".')
    note = f"{SETTINGS_FILE}, [keys]: {' '.join(problems)} Everything else was read."
    return keymap, note if problems else ""


def _entry_problem(action: str, written: str, actions: Iterable[str]) -> str:
    """Return a sentence on why an entry of a keymap names no action or no key, '' if it does."""
    if action not in actions:
        return f'"{visible(action)[:40]}" is not an action{_nearest(action, actions)}.'
    for key in written.split(","):
        small = key.lower()
        letters = [small] if len(key) == 1 and key.isprintable() else []
        if key not in (*_KNOWN_KEYS, *letters):
            nearest = _nearest(small, (*letters, *_KNOWN_KEYS))
            return f'{action}: "{visible(key)[:40]}" is not a key{nearest}.'
    return ""


def _nearest(name: str, names: Iterable[str]) -> str:
    nearest = get_close_matches(name, tuple(names), 1)
    return f'; the nearest is "{nearest[0]}"' if nearest else ""


def _clash(
    action: str, other: str, known: Mapping[str, Binding], keymap: Mapping[str, str]
) -> bool:
    """Return True if a keymap gives an action a key that another action of the same screen has, and
    the two do not share a shipped key on purpose."""
    if action == other or action not in known:
        return False
    now, shipped = (
        [set(keys.get(name, known[name].key).split(",")) for name in (action, other)]
        for keys in (keymap, {})
    )
    return bool(now[0] & now[1]) and not shipped[0] & shipped[1]


class KeyedApp(App[None]):
    """An app that knows its keys, and lists their actions in the palette."""

    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [
        Binding("q", "app.leave", "Quit", tooltip="Quit; all is saved", id="quit"),
        Binding("ctrl+q", "app.leave", "Quit", show=False, id="quit_anywhere", priority=True),
        Binding(
            "ctrl+p",
            "app.command_palette",
            "Go to",
            show=False,
            id="palette",
            priority=True,
        ),
        Binding("slash", "app.command_palette", "Go to", show=False, id="palette_too"),
        Binding(
            "ctrl+c",
            "app.interrupt",
            "Copy what is selected, else quit",
            show=False,
            id="interrupt",
            priority=True,
        ),
    ]

    def keys_of(self, *actions: str) -> tuple[str, ...]:
        """Return the keys of action ids of the app and of every page."""
        known = bindings_by_id(type(self), PageView)
        return tuple(
            key
            for action in actions
            for key in self._keymap.get(action, known[action].key).split(",")
        )

    def key(self, action: str, label: str = "", *owners: type[DOMNode]) -> FooterKey:
        """Return the footer's key of an action id of the app, of every page, or of other
        classes."""
        binding = bindings_by_id(type(self), PageView, *owners)[action]
        first = self._keymap.get(action, binding.key).partition(",")[0]
        return FooterKey(KEY_NAMES.get(first, first), label or binding.description, binding.action)

    def key_names(self) -> dict[str, str]:
        """Return the first key of every action id, and as `<id>_too` the last one."""
        names = {}
        for action, binding in bindings_by_id(type(self), PageView, *screen_classes()).items():
            keys = self._keymap.get(action, binding.key).split(",")
            names[action], names[f"{action}_too"] = (
                KEY_NAMES.get(key, key) for key in (keys[0], keys[-1])
            )
        return names

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes and ours."""
        return super().available_themes | {theme.name: theme for theme in THEMES}

    @property
    def is_covered(self) -> bool:
        """True while another page lies over the one that is drawn, which then is quiet."""
        return getattr(self.screen, "covers_page", False) if self.screen_stack else False

    @property
    def upper_tokens(self) -> ThemeTokens:
        """Styles and glyphs of the current theme, for a page that is not covered."""
        return make_tokens(self.theme == BARE_THEME, self.plain_characters)

    @property
    @abstractmethod
    def plain_characters(self) -> bool:
        """True for ASCII only."""

    def draw_pages(self) -> None:
        """Draw every page again, because one was covered or uncovered."""
        from pmsim.ui.tui.screens.base import PageScreen

        for page in self.screen_stack:
            if isinstance(page, PageScreen):
                page.fitted_for = ()
                page.fit()

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme; one of Textual's own in our colours, which is derived when it is first
        asked for. If this Textual does not have it, or it cannot be read: our first theme."""
        if theme_name in TEXTUAL_THEMES:
            from pmsim.ui.tui.screens.go_to import textual_theme

            return textual_theme(theme_name) or super().get_theme(THEMES[0].name)
        return super().get_theme(theme_name)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield everything that keys of the screen and of the app do, each with its key as help."""
        named: set[str] = set()
        for key, active in screen.active_bindings.items():
            binding = active.binding
            title = binding.tooltip or binding.description
            if active.enabled and binding.show and title not in named:
                named.add(title)
                run = partial(self._run_from_palette, screen, binding.action, active.node)
                yield SystemCommand(title, KEY_NAMES.get(key, key), run)

    async def _run_from_palette(self, screen: Screen[Any], action: str, node: DOMNode) -> None:
        """Run an action if its screen is still the one below the palette."""
        if self.screen is screen:
            await self.run_action(action, node)

    def action_command_palette(self) -> None:
        """Open the list of everything over a page, or close it."""
        from pmsim.ui.tui.screens.base import PageScreen
        from pmsim.ui.tui.screens.go_to import GoToScreen

        if isinstance(self.screen, GoToScreen):
            self.screen.dismiss()
        elif isinstance(self.screen, PageScreen):
            self.push_screen(GoToScreen(self.get_system_commands(self.screen)))
