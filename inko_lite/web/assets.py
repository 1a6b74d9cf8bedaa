"""The files that the pages load: read, joined and compressed once, when the server starts.

Place: beside `pages.py`, which names them, and `shells.py`, which sends them. Invariant: a file under `/static/<version>/`
never changes, because the version is the hash of them all; it may be kept for ever.
"""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .bundles import Modules, in_scheme, join_sheets

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
# Pages whose sheet is there in one colour scheme too, for a host page that has only that one.
SCHEMED = ("guest",)
# Under every page's own sheet.
BASE_SHEETS = ("tokens", "base")


class Asset(NamedTuple):
    """A static file: its bytes, its Content-Type and its ETag."""

    body: bytes
    content_type: str
    etag: str


class Assets:
    """The files in `static/` and, under `bundle/`, the joined ones of each page."""

    def __init__(self, folder, pages: Mapping[str, Iterable[str]]) -> None:
        """`pages` is {name: the sheets that it adds}; a page whose entry `js/<name>.js` is there has scripts."""
        self.files = _read(folder)
        # The modules that each page runs, for whoever wants to know.
        self.modules: dict[str, Modules] = {}
        texts = {path: file.body.decode() for path, file in self.files.items()}
        for name, sheets in pages.items():
            self._add(f"bundle/{name}.css", join_sheets([texts[f"css/{each}.css"] for each in (*BASE_SHEETS, *sheets)]))
            if name in SCHEMED:
                for scheme in ("light", "dark"):
                    sheet = self.files[f"bundle/{name}.css"].body.decode()
                    self._add(f"bundle/{name}-{scheme}.css", in_scheme(sheet, scheme))
            if f"js/{name}.js" in texts:
                self.modules[name] = Modules(texts, f"js/{name}.js")
                for path, text in self.modules[name].files(name).items():
                    self._add(path, text)
        self.version = self._hash()
        self._compressed: dict[str, Asset] = {}

    def get(self, path: str) -> Asset | None:
        """The file that `/static/<version>/<path>` is; None for any other path."""
        return self.files.get(path)

    def compressed(self, path: str) -> Asset | None:
        """The same file for a client that accepts gzip."""
        if path in self.files and path not in self._compressed:
            plain = self.files[path]
            etag = plain.etag[:-1] + '-gzip"'
            self._compressed[path] = Asset(gzip.compress(plain.body, 9, mtime=0), plain.content_type, etag)
        return self._compressed.get(path)

    def _add(self, path: str, text: str) -> None:
        self.files[path] = _asset(path, text.encode())

    def _hash(self) -> str:
        whole = hashlib.sha256()
        for path, file in self.files.items():
            whole.update(f"{path}\0{file.etag}\0".encode())
        return whole.hexdigest()[:12]


def _asset(path: str, body: bytes) -> Asset:
    return Asset(body, TYPES[path.rsplit(".", 1)[-1]], f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def _read(folder) -> dict[str, Asset]:
    found = {}

    def walk(here, at: str) -> None:
        for entry in sorted(here.iterdir(), key=lambda each: each.name):
            if entry.is_dir():
                walk(entry, f"{at}{entry.name}/")
            elif entry.name.rsplit(".", 1)[-1] in TYPES:
                found[at + entry.name] = _asset(at + entry.name, entry.read_bytes())

    walk(folder, "")
    return found
