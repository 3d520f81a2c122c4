"""Keys that come faster than they are understood are taken one after the other."""

from textual.events import Key

from tui.terminal.typeahead import PatientApp


class Listener(PatientApp[None]):
    """Remembers the keys in the order in which they are taken; one of them comes at a bad moment.

    That is between two others, of which the first is done and the second is still to be taken.
    """

    def __init__(self, late: str) -> None:
        super().__init__()
        self.heard = ""
        self._late = late

    def on_key(self, event: Key) -> None:
        """Remember it."""
        self.heard += event.key

    def _done(self, turn: int) -> None:
        super()._done(turn)
        if self._late and self._typed:
            key, self._late = Key(self._late, self._late), ""
            self.call_next(self.on_event, key)
            self._next_callbacks.reverse()  # before what `_done` has asked for


async def test_a_key_that_comes_when_another_one_is_about_to_be_taken_waits_behind_it() -> None:
    app = Listener(late="d")
    async with app.run_test() as pilot:
        for key in "abc":
            app.post_message(Key(key, key))
        while len(app.heard) < 4:
            await pilot.pause()
    assert app.heard == "abcd"
