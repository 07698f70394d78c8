"""What the configuration makes of every app: its theme, kept across runs, its layout, and the command palette.

Which screens there are is the business of `app`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from textual.app import App
from textual.filter import LineFilter, Monochrome

from tui.settings import state
from tui.settings.config import configuration
from tui.settings.theme import OWN, TEXTUAL_NAMES, kind_variables, next_theme
from tui.terminal.attributes import AttributesOnly
from tui.terminal.painted import Painted, Printed


class ConfiguredApp(App[int]):
    """The palette is loaded when it is asked for, so Textual's own key for it is off."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    """Words are selected in the article alone, which does it itself; Textual 8.2 falls over one that is going away."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = Painted()
        self._attributes_only = AttributesOnly()
        self.error_console.push_render_hook(Printed(self.error_console))
        self.configured = configuration()
        for own in OWN:
            self.register_theme(own)
        self.theme = TEXTUAL_NAMES["dark"]
        for theme in (state.get("theme", self.configured.theme), self.configured.theme):
            if isinstance(theme, str) and theme in TEXTUAL_NAMES:
                self.theme = TEXTUAL_NAMES[theme]
                break

    def get_line_filters(self) -> Sequence[LineFilter]:
        if self.no_color:
            own = [line_filter for line_filter in super().get_line_filters() if not isinstance(line_filter, Monochrome)]
            return [*own, self._attributes_only, self._painted]
        return [*super().get_line_filters(), self._painted]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return kind_variables(self.current_theme)

    def action_next_theme(self) -> None:
        """The next theme, kept for later runs; the screen says which where it has a line for that."""
        name = next_theme(self.theme)
        self.theme = TEXTUAL_NAMES[name]
        state.put("theme", name, self.configured.theme)
        if callable(say := getattr(self.screen, "say", None)):
            say(f"Theme: {name}{'; NO_COLOR is set, so that nothing is coloured' if 'NO_COLOR' in os.environ else ''}")

    def action_palette(self) -> None:
        from tui.widgets.palette import open_palette

        open_palette(self)
