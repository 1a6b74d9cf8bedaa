"""The part of the pages that knows no page (`static/js/chat/`), tested by `node --test` alone."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_pages_logic_holds_without_a_page():
    node = shutil.which("node")
    assert node, "the tests need Node.js: install Debian's package nodejs"
    files = sorted(map(str, (ROOT / "tests" / "js").glob("*.test.mjs")))
    done = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_knows_no_page_touches_none_and_the_views_ask_no_server():
    scripts = ROOT / "inko_lite" / "web" / "static" / "js"
    for path in (scripts / "chat").glob("*.js"):
        found = [
            name for name in ("document", "window", "localStorage", "sessionStorage") if f"{name}." in path.read_text()
        ]
        assert not found, f"chat/{path.name} touches {found}"
    for path in (scripts / "view").glob("*.js"):
        assert "fetch(" not in path.read_text(), f"view/{path.name} asks the server itself"


def test_no_script_of_ours_is_longer_than_a_reader_can_hold():
    for path in (ROOT / "inko_lite" / "web" / "static" / "js").rglob("*.js"):
        assert len(path.read_text().splitlines()) <= 300, path.name
