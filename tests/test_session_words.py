"""Whoever is out learns what happened and what to do: each reason for which a session ends has words on every page."""

import ast
import json
from pathlib import Path

import pytest

from inko_lite.config import load
from inko_lite.web.pages import Pages

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = json.loads((ROOT / "docs" / "openapi.json").read_text())["components"]["schemas"]
REASONS = SCHEMAS["SessionEndedEvent"]["properties"]["reason"]["enum"]
# What ends a session, in desk/: functions that take the reason, and what says why the site knows somebody no more.
ENDING = {"end", "finish", "Look"}
NO_REASONS = {"signed in", ""}


def said_in(path: Path) -> set[str]:
    """The reasons that a module gives, as far as they stand in it."""
    tree = ast.parse(path.read_text())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            whole = {"identity", "_identity", "self", "sign_ins"}
            owner = getattr(node.func, "value", None)
            owner = getattr(owner, "attr", getattr(owner, "id", ""))
            if name == "Look" or (name in ENDING and owner in whole):
                found |= {part for argument in node.args for part in strings(argument)}
        if isinstance(node, ast.Return) and path.name == "identity.py":
            found |= strings(node.value) if isinstance(node.value, ast.Constant | ast.IfExp) else set()
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("lost", "RIGHTS_CHANGED"):
            found |= strings(node.value)
    return found


def strings(node: ast.AST) -> set[str]:
    """A text, or the texts of `one if … else other`."""
    if isinstance(node, ast.IfExp):
        return strings(node.body) | strings(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_reason_that_the_server_gives_is_described():
    desk = ROOT / "inko_lite" / "desk"
    names = ("identity", "django_site", "leases", "moderation", "bans", "resume", "subjects", "sign_ins")
    said = set().union(*(said_in(desk / f"{name}.py") for name in names), said_in(ROOT / "inko_lite/web/session.py"))
    assert {"expired", "idle", "rights_changed", "signed_in", "resumed", "erased", "password_changed"} <= said
    assert "too_many" in (desk / "sign_ins.py").read_text() and "too_many" in REASONS
    assert said - NO_REASONS <= set(REASONS)


@pytest.mark.parametrize("area", ["agent", "guest"])
@pytest.mark.parametrize("code", ["en", "de", "ar"])
def test_every_reason_has_words_of_its_own(code, area):
    locale = Pages(load(environ={})).locales[code]
    for part in ("title", "text"):
        said = {reason: locale.say(f"{area}-out-{part}", reason=reason) for reason in (*REASONS, "nobody knows")}
        assert len(set(said.values())) == len(said), f"two reasons have the same words: {said}"
