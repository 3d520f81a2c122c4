"""Names that are to be replaced, the marks that stand for them, and where they are in a text.

The same name has the same mark. In a text a name is found whatever its case, as it is and as JSON
and Go's quoting write it, within other words too; a name of one or two letters only as a word, and
that of a folder or file which is a short word (`out`) only in a path or in quotes.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address

from tui.words.text import visible

USERS, PATHS, ADDRESSES = "users", "paths", "addresses"
KINDS = (USERS, PATHS, ADDRESSES)
SESSIONS = "sessions"
_ONE = {USERS: "user", PATHS: "path", ADDRESSES: "address", SESSIONS: "session"}

UNKNOWN = "unknown"
"""What Teleport writes in the place of a file that it lost: no name."""
SHORT = 3
"""Letters from which on a name is found within other words."""
WORD = 5
"""Letters of a folder's or file's name up to which it can be a word of any text: `out`."""
APART = frozenset("/\\\"'")
"""What stands beside such a name where it is one."""
ENDINGS = frozenset(
    (
        *(
            "7z",
            "bak",
            "bat",
            "bmp",
            "cfg",
            "cmd",
            "conf",
            "csv",
            "db",
            "dll",
            "doc",
            "docx",
            "dwg",
        ),
        *("eml", "exe", "gif", "gz", "htm", "html", "ini", "iso", "jpeg", "jpg", "json", "kdbx"),
        *("key", "log", "mdb", "mp3", "mp4", "msg", "msi", "odt", "ovpn", "pdf", "pem", "pfx"),
        *("png", "ppt", "pptx", "ps1", "pst", "rar", "rdp", "reg", "rtf", "sql", "svg", "tar"),
        *("tif", "tiff", "txt", "vhd", "vhdx", "xls", "xlsm", "xlsx", "xml", "yaml", "yml", "zip"),
    )
)
"""What a file's name may end in so that its mark does, too: nobody's name."""

_EMAIL = re.compile(r"[\w.+-]++(@[\w-]++(?:\.[\w-]++)++)?")
"""What can stand before an @, once, and an address if it is one: looked for from each letter on,
64 KB of them would take ten seconds."""
_PATH = re.compile(r"(?<![\w/\\])(?:[A-Za-z]:)?[/\\][^\s\"'<>|;,]+")
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w.])"
)
_PORT = re.compile(r"(.*?)(:\d{1,5})?", re.DOTALL | re.ASCII)


@dataclass(slots=True)
class Identities:
    """The names of some kinds, and what stands for each."""

    kinds: frozenset[str]
    _seen: dict[str, dict[str, bool]] = field(default_factory=dict)
    _joined: dict[tuple[str, str], None] = field(default_factory=dict)
    _marks: dict[str, dict[str, str]] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _forms: dict[str, dict[str, str]] = field(default_factory=dict)
    _words: set[str] = field(default_factory=set)
    _lengths: dict[str, list[int]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_ONE, 0))

    def learn(self, kind: str, name: str, *, chosen: bool = True) -> None:
        """Take in a name of a kind, if it is to be replaced; `chosen` ones are counted first."""
        if name and name != UNKNOWN and kind in self.kinds:
            seen = self._seen.setdefault(kind, {})
            seen[name] = seen.get(name, False) or chosen

    def learn_joined(self, directory: str, path: str) -> None:
        """Take in that a file lies in a folder: they can stand in a text as one."""
        if directory and path and PATHS in self.kinds:
            self._joined.setdefault((directory, path))

    def settle(self) -> None:
        """Give every name its mark, when all are known; none is a name of the log itself."""
        names = [
            (kind, name)
            for kind in KINDS
            for first in (True, False)
            for name, chosen in self._seen.get(kind, {}).items()
            if chosen is first
        ]
        self._known = {folded(name) for _, name in names}
        for kind, name in names:
            self._marks.setdefault(kind, {})[name] = self._new(kind, name)
        for kind, name in names:
            for form in _forms(kind, name):
                is_word = kind == PATHS and len(form) <= WORD and form.isalnum()
                self._find(form, self._marks[kind][name], is_word=is_word)
        for parts in self._joined:
            joined = "/".join(self.mark(PATHS, part) for part in parts)
            for form in _written("/".join(parts)):
                self._find(form, joined)
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def _new(self, kind: str, name: str) -> str:
        """A mark that stands for no other name, and is none itself."""
        mark = ""
        while not mark or mark in self._known:
            self._numbers[kind] += 1
            mark = f"{_ONE[kind]}-{self._numbers[kind]}"
        return mark + (self._ending(name) if kind == PATHS else "")

    def _ending(self, path: str) -> str:
        ending = path.rpartition(".")[2].lower()
        return f".{ending}" if ending in ENDINGS and ending not in self._known else ""

    def _find(self, form: str, mark: str, *, is_word: bool = False) -> None:
        """Have a form of a name found in texts; the first name that has it is meant.

        One that is a word of many texts (`is_word`) only where it plainly is a path or in quotes.
        """
        low = folded(form)
        if is_word and low not in self._forms:
            self._words.add(low)
        elif not is_word:
            self._words.discard(low)
        exact = self._forms.setdefault(low, {})
        if not exact:
            lengths = self._lengths.setdefault(low[:SHORT], [])
            if len(low) not in lengths:
                lengths.append(len(low))
        exact.setdefault(form, mark)

    def mark(self, kind: str, name: str) -> str:
        """What stands for a name, also for one that was not known before."""
        if name in ("", UNKNOWN) or (kind not in self.kinds and kind != SESSIONS):
            return self.text(name)
        marks = self._marks.setdefault(kind, {})
        known = marks.get(name)
        if known is None:
            known = marks[name] = self._new(kind, name)
        return known

    def text(self, text: str) -> str:
        """A text with the mark in the place of each name in it, and of what looks like one."""
        parts, behind = [], 0
        for begin, end, mark in self._found(text):
            parts += [self._unknown(text[behind:begin]), mark]
            behind = end
        return "".join((*parts, self._unknown(text[behind:])))

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        low, at = folded(text), 0
        while at < len(low):
            found = self._longest(low, text, at)
            if found is None:
                at += 1
            else:
                yield at, *found
                at = found[0]

    def _longest(self, low: str, text: str, at: int) -> tuple[int, str] | None:
        """Where the longest name ends that begins there, and its mark."""
        for begins in range(SHORT, 0, -1):
            for length in self._lengths.get(low[at : at + begins], ()):
                end = at + length
                exact = self._forms.get(low[at:end]) if end <= len(low) else None
                if exact and self._stands_for_itself(low, at, end):
                    return end, exact.get(text[at:end]) or next(iter(exact.values()))
        return None

    def _stands_for_itself(self, low: str, begin: int, end: int) -> bool:
        """Whether a name that is found somewhere is one there."""
        before, behind = low[begin - 1 : begin], low[end : end + 1]
        if low[begin:end] in self._words:
            return not (before + behind) or before in APART or behind in APART
        return end - begin >= SHORT or not (before.isalnum() or behind.isalnum())

    def _unknown(self, text: str) -> str:
        """A text with nothing in it that looks like a name of these kinds."""
        if USERS in self.kinds and "@" in text:
            text = _EMAIL.sub(self._email, text)
        if PATHS in self.kinds and ("/" in text or "\\" in text):
            text = _PATH.sub(lambda found: self.mark(PATHS, found[0]), text)
        if ADDRESSES in self.kinds and ("." in text or ":" in text):
            text = _ADDRESS.sub(self._address, text)
        return text

    def _email(self, found: re.Match[str]) -> str:
        return self.mark(USERS, found[0]) if found[1] else found[0]

    def _address(self, found: re.Match[str]) -> str:
        try:
            ip_address(found[0])
        except ValueError:
            return found[0]
        return self.mark(ADDRESSES, found[0])

    def address(self, address: str) -> str:
        """What stands for an address; its port is nobody's name."""
        if ADDRESSES not in self.kinds:
            return self.text(address)
        host, port = split_port(address)
        return f"{self.mark(ADDRESSES, host)}{port}" if host else ""


def split_port(address: str) -> tuple[str, str]:
    """The host of an address, and its port with the colon, if it has one."""
    if address.count(":") > 1 and "]" not in address:
        return address, ""
    found = _PORT.fullmatch(address)
    return (found[1], found[2] or "") if found else (address, "")


def _forms(kind: str, name: str) -> Iterable[str]:
    """How a name can stand in a text."""
    names = [name]
    if kind == ADDRESSES:
        names.append(name.strip("[]"))
    if kind == PATHS:
        names.append(re.split(r"[/\\]", name.rstrip("/\\"))[-1])
    for each in names:
        yield from _written(each)


def _written(name: str) -> Iterable[str]:
    """A name as it is, and as JSON, Go and this program write it."""
    if name:
        plain, escaped = json.dumps(name, ensure_ascii=False), json.dumps(name)
        yield from dict.fromkeys(
            (name, plain[1:-1], escaped[1:-1], repr(name)[1:-1], visible(name))
        )


def folded(text: str) -> str:
    """A text in lower case, letter for letter, so that places in it are those of the text."""
    return text.lower() if text.isascii() else "".join(map(_lower, text))


@lru_cache(4096)
def _lower(letter: str) -> str:
    low = letter.lower()
    return low if len(low) == 1 else letter
