"""Which files a path stands for, and what is said of a path that stands for none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.source.nobody import as_nobody
from tui.source.locate import SourceError, check_is_log, locate, log_folders

DAYS = [f"2026-11-{day}.00:00:00.log" for day in (20, 21, 22)]
EVENT = b'{"ei":0,"event":"desktop.clipboard.send","code":"TDP02I","sid":"s"}\n'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"


def write(path: Path, content: bytes = EVENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def link(path: Path, to: Path) -> Path:
    path.symlink_to(to)
    return path


def said(call: Callable[[], object]) -> str:
    """The message of the SourceError that a call raises."""
    with pytest.raises(SourceError) as caught:
        call()
    return str(caught.value)


def names(files: list[Path], folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in files]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Teleport's data directory: two Auth servers, three days, the link to the newest file."""
    for server, days in (("b-server", DAYS[:2]), ("a-server", DAYS[1:])):
        for day in days:
            write(tmp_path / "log" / server / day)
    write(tmp_path / "backend" / "sqlite.db", b"SQLite format 3\x00")
    write(tmp_path / "host_uuid", b"a-server")
    link(tmp_path / "log" / "events.log", tmp_path / "log" / "a-server" / DAYS[2])
    return tmp_path


IN_LOG_ORDER = [
    f"b-server/{DAYS[0]}",
    f"a-server/{DAYS[1]}",
    f"b-server/{DAYS[1]}",
    f"a-server/{DAYS[2]}",
]


def test_a_data_directory_stands_for_all_dated_files_by_date_then_by_server(data: Path) -> None:
    assert names(locate([data]), data / "log") == IN_LOG_ORDER


def test_a_log_folder_stands_for_the_same_files(data: Path) -> None:
    assert names(locate([data / "log"]), data / "log") == IN_LOG_ORDER


def test_one_servers_folder_stands_for_its_files_by_date(data: Path) -> None:
    assert names(locate([data / "log" / "b-server"]), data / "log" / "b-server") == DAYS[:2]


def test_the_folder_of_an_audit_events_uri_stands_for_the_dated_files_in_it(tmp_path: Path) -> None:
    for day in reversed(DAYS):
        write(tmp_path / day)
    link(tmp_path / "events.log", tmp_path / DAYS[2])
    assert names(locate([tmp_path]), tmp_path) == DAYS


@pytest.mark.parametrize("place", ["events.log", "log/events.log"])
def test_a_folder_without_dated_files_stands_for_its_events_log(tmp_path: Path, place: str) -> None:
    write(tmp_path / place)
    assert names(locate([tmp_path]), tmp_path) == [place]


def test_a_log_folder_on_another_disk_is_found_through_its_link(
    data: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    link(other / "log", data / "log")
    assert names(locate([other]), other / "log") == IN_LOG_ORDER


def test_a_file_stands_for_itself_whatever_its_name(tmp_path: Path) -> None:
    file = write(tmp_path / "audit.json")
    assert locate([file]) == [file]


def test_paths_keep_the_order_in_which_they_are_given(tmp_path: Path) -> None:
    files = [write(tmp_path / name) for name in ("b", "c", "a")]
    assert locate(files) == files


def test_a_file_that_several_names_lead_to_is_found_once_by_its_first_name(tmp_path: Path) -> None:
    file = write(tmp_path / DAYS[0])
    soft = link(tmp_path / "events.log", file)
    (tmp_path / "hard").hardlink_to(file)
    assert locate([soft, tmp_path / "hard", file, tmp_path]) == [soft]


def test_equal_files_are_two_files(tmp_path: Path) -> None:
    files = [write(tmp_path / "one"), write(tmp_path / "two")]
    assert locate(files) == files


def test_a_new_file_can_appear_in_each_folder_of_the_log(data: Path) -> None:
    (data / "log" / "c-server").mkdir()
    folders = [data / "log", *(data / "log" / f"{server}-server" for server in "abc")]
    assert log_folders(data) == folders


# -- what stands for no log ----------------------------------------------------------------


def assert_helpful(message: str, path: Path, advice: str) -> None:
    """One line, which names the path first, and says what to do."""
    assert message.startswith(f"{path}: ")
    assert advice in message
    assert "\n" not in message


def test_a_missing_path_is_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "events.log"
    message = said(lambda: locate([path]))
    assert_helpful(message, path, "no such file or folder; give the path of an audit log")


def test_a_link_that_leads_nowhere_is_said_to_be_missing(tmp_path: Path) -> None:
    path = link(tmp_path / "events.log", tmp_path / "gone")
    message = said(lambda: locate([path]))
    assert_helpful(message, path, "give the path of an audit log")


def test_a_link_to_itself_cannot_be_read(tmp_path: Path) -> None:
    path = link(tmp_path / "events.log", tmp_path / "events.log")
    assert_helpful(said(lambda: locate([path])), path, "cannot be read: ")


@pytest.mark.parametrize("content", ["", "notes.txt", "sub/notes.txt", "2026-11-20.log"])
def test_a_folder_without_a_log_is_told_what_belongs_there(tmp_path: Path, content: str) -> None:
    if content:
        write(tmp_path / content)
    message = said(lambda: locate([tmp_path]))
    assert_helpful(message, tmp_path, "give a folder with Teleport's dated files")


@pytest.mark.parametrize("content", [b"Dear diary,\nnothing happened.\n", PNG, PNG + b'{"ei":0}\n'])
def test_a_file_without_a_line_of_json_is_no_log(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path / "file", content)
    assert_helpful(said(lambda: check_is_log(path)), path, "give Teleport's events.log")


def test_a_program_is_no_log() -> None:
    path = Path("/bin/sh")
    assert_helpful(said(lambda: check_is_log(path)), path, "not an audit log")


def test_a_program_that_has_json_among_its_texts_is_no_log(tmp_path: Path) -> None:
    path = write(tmp_path / "jq", b'\x7fELF\n\x00text\x00{"a":%s}\x00more\x00\n\xff\xfe')
    assert_helpful(said(lambda: check_is_log(path)), path, "not an audit log")


DAMAGED = {
    "an event": EVENT,
    "nothing yet": b"",
    "blank lines": b"\n\r\n \t\n",
    "an unfinished line": EVENT[:20],
    "damaged lines": b"\xff\xfe\x00\n{broken\n" + EVENT + PNG,
    "zeros where the disk was full": b"\x00" * 512 + EVENT + EVENT,
    "lines of fluentd": b"2026-11-22T00:00:00Z\ttag\t" + EVENT,
    "a mebibyte that ends within a character": b'{"user":"'
    + b"x" * ((1 << 20) - 10)
    + "é".encode(),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_log_is_taken_as_one_however_damaged(tmp_path: Path, content: bytes) -> None:
    check_is_log(write(tmp_path / "file", content))


# -- without permission --------------------------------------------------------------------


def read_a_forbidden_file(folder: Path) -> list[str]:
    path = write(folder / "events.log")
    path.chmod(0)
    return [str(path), said(lambda: check_is_log(path))]


def locate_in_a_folder_of_mode(folder: Path, mode: int) -> list[str]:
    path = write(folder / "log" / "server" / DAYS[0]).parent.parent
    path.chmod(mode)
    try:
        return [str(path), said(lambda: locate([path]))]
    finally:
        path.chmod(0o700)


def locate_in_a_closed_folder(folder: Path) -> list[str]:
    return locate_in_a_folder_of_mode(folder, 0)


def locate_in_a_folder_that_cannot_be_entered(folder: Path) -> list[str]:
    return locate_in_a_folder_of_mode(folder, 0o400)


def locate_in_a_folder_that_cannot_be_listed(folder: Path) -> list[str]:
    return locate_in_a_folder_of_mode(folder, 0o100)


def locate_a_file_behind_a_closed_folder(folder: Path) -> list[str]:
    path = write(folder / "log" / "events.log")
    path.parent.chmod(0)
    try:
        return [str(path), said(lambda: locate([path]))]
    finally:
        path.parent.chmod(0o700)


@pytest.mark.parametrize(
    "attempt",
    [
        read_a_forbidden_file,
        locate_in_a_closed_folder,
        locate_in_a_folder_that_cannot_be_entered,
        locate_in_a_folder_that_cannot_be_listed,
        locate_a_file_behind_a_closed_folder,
    ],
)
def test_who_may_not_read_is_told_who_may(attempt: Callable[[Path], list[str]]) -> None:
    path, message = as_nobody(attempt)
    assert_helpful(message, Path(path), "no permission to read; run as a user who may (often root)")


def locate_beside_a_closed_folder(folder: Path) -> list[str]:
    write(folder / DAYS[0])
    closed = folder / "backend"
    closed.mkdir(mode=0)
    return names(locate([folder]), folder)


def locate_with_a_closed_server(folder: Path) -> list[str]:
    write(folder / "log" / "12345678-1234-1234-1234-123456789abc" / DAYS[0])
    closed = folder / "log" / "87654321-1234-1234-1234-123456789abc"
    closed.mkdir(mode=0)
    return [str(closed), said(lambda: locate([folder]))]


def test_a_log_without_the_lines_of_an_auth_server_is_not_taken_for_whole() -> None:
    path, message = as_nobody(locate_with_a_closed_server)
    assert_helpful(message, Path(path), "no permission to read; run as a user who may (often root)")


def test_a_closed_folder_beside_the_log_does_not_matter() -> None:
    assert as_nobody(locate_beside_a_closed_folder) == [DAYS[0]]
