"""The house's rules that a machine can see: who imports whom, where SQL stands, how long files are and what they are called.

That every setting has a comment is tested in test_config.py; that every refusal is in docs/openapi.json, in test_openapi.py.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "inko_lite"
OURS = ("inko_lite", "loadtest", "tests", "deploy", "docs", ".ci")

# What each part may import besides itself: web ─▶ desk ─▶ stream ─▶ database, and whatever is below that.
GROUND = {"__init__", "errors", "settings", "config", "metrics", "logs"}
STREAM = GROUND | {"database"}
DESK = STREAM | {"stream"}
WEB = DESK | {"desk", "demo"}
WHOLE = WEB | {"web", "daemon", "embedded", "postgres_binaries", "lateness", "certificate"}
PROCESS = WHOLE | {"server", "reload", "measures", "worker"}
MAY_IMPORT = {
    "__init__": set(),
    "errors": set(),
    "settings": set(),
    "metrics": set(),
    "logs": {"settings"},
    "lateness": set(),
    "config": {"settings"},
    "certificate": {"config", "settings"},
    "database": GROUND,
    "postgres_binaries": GROUND,
    "embedded": GROUND | {"postgres_binaries"},
    "daemon": GROUND,
    "stream": STREAM,
    "desk": DESK,
    "demo": DESK | {"desk"},
    "web": WEB,
    "server": WHOLE,
    "reload": DESK | {"desk"},
    "measures": WHOLE | {"server", "reload"},
    "worker": PROCESS,
    "foreground": PROCESS,
    "service": PROCESS | {"foreground"},
    "check": WHOLE | {"foreground"},
    "doctor": WHOLE | {"foreground"},
    "cli": PROCESS | {"foreground", "service", "check", "doctor"},
    "__main__": {"cli"},
}

LINES = {".py": 400, ".js": 300}
DRAWERS = {"manager", "helper", "util", "common", "base", "data", "info", "process", "handle"}
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")
TEXTS = {
    ".py",
    ".js",
    ".css",
    ".tpl",
    ".ftl",
    ".toml",
    ".sql",
    ".md",
    ".sh",
    ".service",
    ".socket",
    ".conf",
    ".json",
    "",
}

STATEMENT = (
    r"\b(SELECT\b.*\bFROM|SELECT \w+\(|INSERT INTO|UPDATE \w+( \w+)? SET|DELETE FROM|CREATE TABLE|ALTER TABLE)\b"
)
SQL = re.compile(STATEMENT, re.DOTALL)
SQL_IN_ANY_LETTERS = re.compile(STATEMENT, re.DOTALL | re.IGNORECASE)


def files_of(*suffixes):
    """Our own files, without what was taken over from others or is made by a tool."""
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if (
                path.is_file()
                and path.suffix in suffixes
                and not {"vendor", "node_modules", "__pycache__"} & set(parts)
            ):
                yield path


MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).replace("errors.__init__", "errors"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
TREES = {module: ast.parse(path.read_text("utf-8")) for module, path in MODULES.items()}


def imports(module, tree):
    """Our modules that are imported anywhere in this tree."""
    package = module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = ["inko_lite", *package[: len(package) + 1 - node.level]] if node.level else []
            names = [[*above, *(node.module or "").split("."), alias.name] for alias in node.names]
        else:
            continue
        for name in names:
            parts = [part for part in name if part]
            if parts[0] == "inko_lite":
                whole = ".".join(parts[1:])
                # `from .app import Web` names a thing in a module, `from . import server` a module.
                yield next((each for each in (whole, ".".join(parts[1:-1])) if each in MODULES), "__init__")


def part(module):
    return module.split(".")[0]


def test_imports_are_read_in_each_of_their_forms():
    text = "import inko_lite.desk.queue\nfrom inko_lite import errors\nfrom . import app\nfrom .app import Web\n"
    text += "from ..errors import Refusal\nfrom .. import __version__, demo\nimport json\ndef f():\n from ..stream.hub import Hub"
    found = list(imports("web.rooms", ast.parse(text)))
    assert found == ["desk.queue", "errors", "web.app", "web.app", "errors", "__init__", "demo", "stream.hub"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_lies_below_it(module):
    assert part(module) in MAY_IMPORT, "a new part of the program: say in this test what it may import"
    others = {other for other in imports(module, TREES[module]) if part(other) != part(module)}
    assert {part(other) for other in others} <= MAY_IMPORT[part(module)] | {"__init__"}, others


def test_no_module_comes_back_to_itself_by_way_of_what_it_imports():
    # What a function imports when it runs closes no circle.
    graph = {
        module: {
            other
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for other in imports(module, node)
        }
        for module, tree in TREES.items()
    }
    finished = set()

    def visit(module, way):
        assert module not in way, " -> ".join([*way, module])
        if module not in finished:
            for other in graph[module] - {module}:
                visit(other, [*way, module])
            finished.add(module)

    for module in graph:
        visit(module, [])


def texts(tree):
    """The strings of a program that are not its docstrings; the fixed parts of an f-string count as one."""
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    blocks = [node.body for node in ast.walk(tree) if isinstance(node, documented)]
    apart = {id(body[0].value) for body in blocks if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "x" for part in node.values]
            apart |= {id(part) for part in node.values}
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


@pytest.mark.parametrize("module", [module for module in MODULES if part(module) == "web"])
def test_the_web_layer_speaks_no_sql(module):
    assert not [text for text in texts(TREES[module]) if SQL_IN_ANY_LETTERS.search(text)]
    assert not [node for node in ast.walk(TREES[module]) if isinstance(node, ast.Name) and node.id == "psycopg2"]


def test_sql_has_its_keywords_in_capitals():
    small = [
        text
        for tree in TREES.values()
        for text in texts(tree)
        if SQL_IN_ANY_LETTERS.search(text) and not SQL.search(text)
    ]
    assert not small, small


def test_no_file_is_longer_than_a_reader_takes_in():
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files_of(*LINES)}
    long = {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > LINES[path.suffix]}
    assert not long, long


def test_no_file_is_called_like_a_drawer():
    names = {path: path.stem.lower().removeprefix("test_") for path in files_of(*LINES)}
    assert not [path for path, name in names.items() if name.removesuffix("s") in DRAWERS or name in DRAWERS]


def test_nothing_is_left_for_later():
    left = [path for path in files_of(*TEXTS) if LATER.search(path.read_text("utf-8", "replace"))]
    assert not left, left
