"""The report: what people read, in which nothing of the log is obeyed, in a real browser too."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.evidence.browser import asked_for, document, printed, widest
from tests.evidence.bundles import bundle, event, lines, sids_of, story, summary
from tui.words.text import visible

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "x' onmouseover='alert(1)",
    "&lt;b&gt;</td></table></style><style>*{}</style>",
    "\x1b[31mred\x07",
    "nul\x00nul",
    "right\u202eto left\u2066",
    "שלום עולם",
    "| a | b |\n# title\n[link](http://127.0.0.1/x)",
    "http://127.0.0.1:1/x.png",
    "W" * 65_536,
    "word " * 13_000,
)
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2"),
    *("p", "ul", "li", "dl", "div", "dt", "dd", "b", "span", "bdi", "table", "thead", "tbody"),
    *("tr", "th", "td", "svg", "path", "rect", "text"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "viewbox", "role"),
    *("d", "x", "y", "width", "height"),
}


class Seen(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self._cells: list[str] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element in."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        """Take a text in."""
        self.texts.append(data)


def hostile_log(name: str, number: int) -> Sequence[bytes]:
    """A session in which a name is everything that a name can be."""
    who = {
        "sid": f"s{number}",
        "user": name,
        "login": name,
        "addr.local": name,
        "desktop_addr": name,
        "desktop_name": name,
        "time": f"2026-11-25T10:{number:02}:00Z",
    }
    file = {"directory_name": name, "file_path": name, "length": 5 + number}
    return (
        event("TDP00I", **who),
        event("TDP06I", success=True, **who, **file),
        event("TDP05W", success=False, error=name, **who, **file),
        event("TDP00W", error=name, **{**who, "sid": f"d{number}"}),
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence of hostile names in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    log = folder / "<b>&'\" .log"
    log.write_bytes(
        lines(*(line for number, name in enumerate(HOSTILE) for line in hostile_log(name, number)))
    )
    bundle([log], folder / "e", filter=HOSTILE[0])
    return folder / "e"


@pytest.fixture(scope="module")
def incident(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence of the demo's incident."""
    folder = tmp_path_factory.mktemp("incident")
    bundle(story(folder), folder / "e")
    return folder / "e"


def told(folder: Path) -> str:
    """The report as Markdown."""
    return (folder / "report.md").read_text()


def table(folder: Path, title: str) -> list[list[str]]:
    """The rows of a table under a title of the Markdown report."""
    part = told(folder).partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def test_a_page_has_its_own_elements_and_no_others(hostile: Path) -> None:
    seen = Seen((hostile / "report.html").read_text())
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES


def test_a_browser_makes_no_other_elements_of_it(hostile: Path) -> None:
    seen = Seen(document(hostile / "report.html"))
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    shown = "".join(seen.texts)
    for name in HOSTILE[:-3]:
        assert visible(name)[:40] in shown


def test_a_browser_asks_for_nothing_but_the_page(hostile: Path, tmp_path: Path) -> None:
    page = hostile / "report.html"
    assert {url for url in asked_for(page) if not url.startswith(page.as_uri())} == set()
    control = tmp_path / "control.html"
    control.write_text('<img src="http://127.0.0.1:1/asked.png">')
    assert "http://127.0.0.1:1/asked.png" in asked_for(control)


@pytest.mark.parametrize("width", [800, 688])  # the latter is what A4 has between the margins
@pytest.mark.parametrize("name", ["hostile", "incident"])
def test_nothing_is_wider_than_the_window(
    name: str, width: int, request: pytest.FixtureRequest
) -> None:
    assert widest(request.getfixturevalue(name) / "report.html", width) == width


def test_it_can_be_printed(incident: Path) -> None:
    pdf = printed(incident / "report.html")
    assert pdf.startswith(b"%PDF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 20


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_no_control_character_is_in_a_report(name: str, hostile: Path) -> None:
    text = (hostile / name).read_text()
    assert not {letter for letter in text if letter != "\n" and visible(letter) != letter}


def test_a_report_is_bounded_whatever_the_names(hostile: Path) -> None:
    assert (hostile / "report.html").stat().st_size < 100_000
    assert (hostile / "report.md").stat().st_size < 60_000


def test_nothing_in_markdown_is_markup_or_a_link(hostile: Path) -> None:
    text = told(hostile)
    assert "<script" not in text
    assert "http://" not in text
    assert text.count("\n# ") == 0
    assert text.startswith("# ")


def test_the_policy_lets_nothing_in(incident: Path) -> None:
    page = (incident / "report.html").read_text()
    policy = "default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;; img-src data:"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page
    assert page.index("Content-Security-Policy") < page.index("<style>")


# -- what it says ----------------------------------------------------------------------------


def test_the_first_sentence_tells_how_many_of_whom_and_how_much(incident: Path) -> None:
    numbers = summary(incident)
    out = numbers["totals"]["bytes_out"]
    assert f"- {len(numbers['sessions'])} sessions of" in told(incident)
    assert f"({out:,} bytes)" in told(incident)


def test_who_took_most_is_told_in_a_sentence_and_stands_on_top(incident: Path) -> None:
    assert re.search(
        r"- bob took 2\.\d GiB out of FIN-DC-02: \d+ files, the largest", told(incident)
    )
    assert table(incident, "Sessions")[0][1:3] == ["bob", "FIN-DC-02"]
    assert "customers.bak" in table(incident, "Files")[0][2]


def test_problems_that_are_the_same_are_told_once_with_their_count(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    denied = event("TDP00W", user="eve", desktop_name="PC", error="no", time="2026-11-25T10:00:00Z")
    log.write_bytes(lines(denied, denied, denied))
    bundle([log], tmp_path / "e")
    (row,) = table(tmp_path / "e", "Denied, failed, incomplete")
    assert row[:5] == ["denied", "denied", "3", "eve", "PC"]
    assert "eve was denied PC 3 times: no." in told(tmp_path / "e")


def test_what_has_no_room_is_counted_and_where_it_is_told(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    files = (event("TDP06I", success=True, length=n, file_path=f"f{n}") for n in range(100))
    log.write_bytes(lines(*files))
    bundle([log], tmp_path / "e")
    assert len(table(tmp_path / "e", "Files")) == 40
    assert table(tmp_path / "e", "Files")[0][2] == "f99"
    assert "and 60 more files in transfers.csv" in told(tmp_path / "e")


def test_evidence_of_nothing_says_so(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines("{}"))
    bundle([log], tmp_path / "e")
    assert "Nothing in the log is what was asked for." in told(tmp_path / "e")
    assert summary(tmp_path / "e")["lines"] == 0


def test_a_report_tells_of_the_chosen_sessions_alone(tmp_path: Path) -> None:
    files = story(tmp_path)
    bundle(files, tmp_path / "e", sids_of(files, "bob"))
    assert {row[1] for row in table(tmp_path / "e", "Sessions")} == {"bob"}
    assert "mallory" not in told(tmp_path / "e")
