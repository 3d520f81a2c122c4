"""A real browser without a window, as far as one is installed, that looks at a page."""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND"),
)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
BY_ITSELF = re.compile(r"https?://[\w.-]+\.google(?:apis)?\.com/")
"""What Chromium asks for without any page, of which no page of ours speaks."""
MEASURE = "<script>document.title = 'cells ' + document.documentElement.scrollWidth</script>"


def look(page: Path, *options: str, width: int = 1000) -> str:
    """What the browser writes to standard output; skips the test where there is none."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium is installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [
                browser,
                *QUIET,
                f"--user-data-dir={profile}",
                f"--window-size={width},900",
                *options,
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    return done.stdout


def document(page: Path) -> str:
    """The page as the browser has it in the end."""
    return look(page, "--dump-dom")


def widest(page: Path, width: int) -> int:
    """How wide the page is, in pixels, in a window of a width: by a copy of it that says so."""
    copy = page.with_name("measured.html")
    text = POLICY.sub("", page.read_text())
    copy.write_text(text.replace("</body>", f"{MEASURE}</body>"))
    found = re.search(r"<title>cells (\d+)", look(copy, "--dump-dom", width=width))
    copy.unlink()
    assert found is not None
    return int(found[1])


def asked_for(page: Path) -> set[str]:
    """Every address that the browser asked for to show the page."""
    log = page.with_name("net.json")
    look(page, f"--log-net-log={log}", "--net-log-capture-mode=Everything", "--dump-dom")
    events = json.loads(log.read_text())["events"]
    log.unlink()
    params = (event.get("params", {}) for event in events)
    urls = {told["url"] for told in params if isinstance(told, dict) and "url" in told}
    return {url for url in urls if not BY_ITSELF.match(url)}


def printed(page: Path) -> bytes:
    """The page as PDF."""
    pdf = page.with_name("page.pdf")
    look(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    data = pdf.read_bytes()
    pdf.unlink()
    return data
