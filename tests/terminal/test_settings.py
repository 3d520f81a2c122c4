"""Settings in a real terminal: what is written to it, and what it types."""

from pathlib import Path

from tests.terminal.terminal import Terminal


def written_by(log: Path, *options: str, **environment: str) -> bytes:
    """All that is written to a terminal until a session is seen, and the help."""
    with Terminal(log, *options, environment=environment) as terminal:
        terminal.see("LIVE", "1 event ")
        terminal.see("alice")
        terminal.press("?")
        terminal.see("Keys that work here")
        return bytes(terminal.raw)


def test_in_ascii_nothing_else_is_written(log: Path) -> None:
    assert written_by(log, "--ascii").isascii()


def test_a_theme_of_the_terminals_own_colours_names_no_other(log: Path) -> None:
    assert b"8;2;" in written_by(log, COLORTERM="truecolor")
    own = written_by(log, "--theme", "ansi-dark", COLORTERM="truecolor")
    assert b"8;2;" not in own
    assert b"8;5;" not in own


def test_without_the_mouse_it_stays_the_terminals(log: Path) -> None:
    assert b"\x1b[?1000h" in written_by(log)
    assert b"\x1b[?1000h" not in written_by(log, "--set", "mouse=false")


def test_hands_used_to_less_find_the_help_and_the_way_out(log: Path) -> None:
    with Terminal(log, environment={"DESKTAIL_KEYS_PRESET": "less"}) as terminal:
        terminal.see("LIVE", "1 event ")
        terminal.press("h")
        terminal.see("Keys that work here")
        terminal.press("qq")
        assert terminal.end() == 0


def test_a_file_of_settings_holds_from_the_first_screen(log: Path, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('ascii = true\n[keys]\nleave = "Q"\n')
    with Terminal(log, "--config", file) as terminal:
        terminal.see("* LIVE")
        terminal.see("Q Quit")
        terminal.press("Q")
        assert terminal.end() == 0


def test_keys_of_a_screen_that_nobody_has_gone_to_yet_can_be_chosen(log: Path) -> None:
    with Terminal("--set", "keys.json=J", log) as terminal:
        terminal.see("● LIVE", "1 event ")
        terminal.press("\r")
        terminal.see("J JSON")
        terminal.press("q")
        terminal.see("a Ended")
        assert terminal.leave() == 0
