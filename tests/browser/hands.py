"""A person at work with the mouse or with the keyboard alone; both count what they press."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150
"""Nothing on a page is farther away than this."""


class Mouse:
    """Every press counts, also the one into a field that is typed in; choosing from a list is two."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, what: Locator, key: str = "") -> None:
        what.click()
        self.pressed += 1

    def choose(self, field: Locator, name: str) -> None:
        field.select_option(label=name)
        self.pressed += 2

    def write(self, field: Locator, text: str, key: str = "") -> None:
        field.click()
        self.pressed += 1
        field.fill(text)


class Keyboard:
    """Shortcuts, Enter and Space count. Typing does not, nor Tab and the arrows that move the focus."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0
        self.keyboard = page.keyboard

    def press(self, what: Locator, key: str = "") -> None:
        if key:
            self._keys(key)
            return
        self._reach(what)
        ticks = what.evaluate("e => e.matches('input[type=checkbox], input[type=radio]')")
        self._keys("Space" if ticks else "Enter")

    def choose(self, field: Locator, name: str) -> None:
        self._reach(field)
        self.keyboard.type(name)
        expect(field.locator("option:checked")).to_have_text(name)

    def write(self, field: Locator, text: str, key: str = "") -> None:
        if key:
            self._keys(key)
            expect(field).to_be_focused()
        else:
            self._reach(field)
        self.keyboard.press("Control+A")
        self.keyboard.type(text)

    def _keys(self, keys: str) -> None:
        for one in keys.split():
            self.keyboard.press(one)
            self.pressed += 1

    def _reach(self, what: Locator) -> None:
        what.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if what.evaluate("e => e === document.activeElement"):
                return
            self.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {what}")


Hand = Mouse | Keyboard
