"""What a shipper knows of the files that it ships."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tui.fleet.checkpoint import Checkpoint
from tui.fleet.origins import Origins
from tui.source.file import Source
from tui.source.resume import Marks

NOW = 1_790_000_000_000_000_000


@pytest.fixture
def checkpoint(tmp_path: Path) -> Iterator[Checkpoint]:
    with closing(Checkpoint.open("DESKTAIL", "auth1", tmp_path / "ship")) as checkpoint:
        yield checkpoint


def test_a_file_is_remembered_with_its_place_as_soon_as_a_line_of_it_is_taken(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    log = tmp_path / "audit.log"
    log.write_bytes(b'{"uid":"1"}\n')
    with closing(Source.open(0, log)) as source:
        for _ in source.read():
            continue
        shipped = Origins("auth1", checkpoint, Marks(), clock=lambda: NOW).of(source)
    mark = shipped.entry.mark()

    assert checkpoint.entries == {shipped.origin.id: shipped.entry}
    assert (mark.path, mark.offset, mark.ended, mark.met) == (log, 0, False, NOW)
    assert mark.head.begins(log.read_bytes())
