"""The pages as the server writes them: their policy, their files, their words."""

import gzip
import hashlib
import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from inko_lite.config import load
from inko_lite.web.bundles import Modules, Unjoinable, join_sheets
from inko_lite.web.pages import MESSAGE, Pages

WEB = Path(__file__).resolve().parent.parent / "inko_lite" / "web"
ACCOUNTS = [{"account": "ana", "name": "<b>Ana</b>", "role": "agent"}]


def pages(**overrides) -> Pages:
    return Pages(load(environ={}, overrides=overrides))


@pytest.fixture(scope="module")
def plain() -> Pages:
    return pages()


def every_page(its: Pages) -> dict[str, str]:
    return {
        f"{name}, {locale}": page
        for locale in its.locales
        for name, page in {
            "guest": its.guest(locale),
            "agent": its.agent(locale),
            "banned": its.banned(locale),
            "patterns": its.patterns("guest", locale),
            "demo_login": its.demo_login(ACCOUNTS, locale),
            "trouble": its.trouble(404, "Nothing", "There is <nothing> here.", locale),
        }.items()
    }


def test_no_page_has_a_script_or_a_style_inside(plain):
    for name, page in every_page(plain).items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), name
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert 'type="application/json"' in attributes or "src=" in attributes, name


def test_every_address_honours_the_prefix_and_names_no_other_origin():
    for name, page in every_page(pages(server={"prefix": "/chat"})).items():
        for address in re.findall(r'(?:href|src|action)="([^"]*)"', page):
            assert address.startswith(("/chat/", "#")), f"{name}: {address}"


def test_the_policy_names_who_may_frame_the_pages():
    policy = pages(server={"frame_ancestors": ["'self'", "https://support.example.org"]}).CSP
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self' https://support.example.org" in policy
    assert "unsafe" not in policy


def test_no_text_of_the_configuration_can_leave_its_place():
    evil = "</script><script>alert(1)</script><!--&"
    its = pages(pages={"title": evil, "products": [evil]})
    page = its.guest("en")
    assert page.count("</script>") == 2  # the entry module's and the settings' own
    settings = json.loads(re.search(r'id="settings">(.*?)</script>', page, re.DOTALL)[1])
    assert settings["title"] == evil
    assert settings["products"] == [evil]
    assert html.escape("<b>Ana</b>") in its.demo_login(ACCOUNTS, "en")
    assert "&lt;nothing&gt;" in its.trouble(404, "Nothing", "There is <nothing> here.", "en")


def test_every_file_that_a_page_names_is_there_and_is_what_it_says(plain):
    for name, page in every_page(plain).items():
        for path in re.findall(rf'(?:href|src)="/static/{plain.version}/([^"]+)"', page):
            assert plain.asset(path) is not None, f"{name}: {path}"
    for path, asset in plain.assets.files.items():
        assert gzip.decompress(plain.compressed_asset(path).body) == asset.body
        assert plain.compressed_asset(path).etag != asset.etag


@pytest.mark.parametrize(
    "path", ["../pages.py", "js/../../pages.py", "", "js", "js/", "/etc/passwd", "VENDORED.json", "css/none.css"]
)
def test_nothing_else_is_a_file(plain, path):
    assert plain.asset(path) is None
    assert plain.compressed_asset(path) is None


def test_every_module_is_in_the_file_of_a_page_and_none_is_there_twice(plain):
    # The widget's are not ours to load: another site does.
    ours = {path for path in plain.assets.files if path.startswith("js/") and not path.startswith("js/widget/")}
    joined = {path for modules in plain.assets.modules.values() for path in modules.all()}
    assert ours <= joined, f"a script that no page loads: {ours - joined}"
    for name, modules in plain.assets.modules.items():
        every = [*modules.first, *(path for paths in modules.late.values() for path in paths)]
        assert len(every) == len(set(every)), f"{name}: a module would run twice"


def test_the_guest_page_is_two_files_and_two_that_come_later(plain):
    page = plain.guest("en")
    assert re.findall(rf'(?:href|src)="/static/{plain.version}/([^"]+)"', page) == [
        "parakeet.svg", "bundle/guest.css", "bundle/guest.js"
    ]  # fmt: skip
    modules = plain.assets.modules["guest"]
    assert set(modules.late) == {"js/view/guest_later.js", "js/view/after.js"}
    assert "js/view/talk.js" not in modules.first


FILES = {
    "js/entry.js": (
        '// The entry.\nimport { two as zwei, add } from "./one.js";\nimport htm from "../vendor/htm.js";\n'
        'export const later = () => import("./late.js");\nconsole.log(add(zwei), htm(1), "// no comment");\n'
    ),
    "js/one.js": (
        'import{h}from"../vendor/mini.js";\n/* gone */\nexport const two = 2;\nexport function add(n) {\n  return n + h;\n}\n'
        "export class Box {}\nexport async function wait() {\n  return 'nobody asks';\n}\nconst inner = 3;\nexport { inner as three };\n"
    ),
    "js/late.js": 'import { add, three } from "./one.js";\nimport { only } from "./only.js";\nexport const nine = add(three) + only;\n',
    "js/only.js": "export const only = 4;\n",
    "vendor/mini.js": "var n=1,t=2;export{n as h,t as options};",
    "vendor/htm.js": "\nvar n=5;export default function(s){return s+n}\n",
}


def test_joined_modules_do_what_they_do_apart(tmp_path):
    """Each way to import and export that our modules and the vendored ones use, run by a real engine."""
    files = Modules(FILES, "js/entry.js").files("entry")
    assert set(files) == {"bundle/entry.js", "bundle/entry-late.js"}
    whole = "".join(files.values())
    assert "gone" not in whole and "The entry" not in whole and "// no comment" in whole
    assert "only = 4" not in files["bundle/entry.js"]
    assert "nobody asks" not in whole, "what nobody imports need not be sent"
    for name, text in files.items():
        (tmp_path / name.removeprefix("bundle/")).write_text(text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    entry = re.search(r"const (m\d+) = \(\(\) => \{\n[^\n]*\n[^\n]*\nconst later", files["bundle/entry.js"])[1]
    (tmp_path / "run.js").write_text(
        f'import {{ {entry} }} from "./entry.js";\nconsole.log((await {entry}.later()).nine);\n'
    )
    done = subprocess.run(["node", "run.js"], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.split("\n")[:2] == ["3 6 // no comment", "8"], done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('import * as all from "./one.js";', "import * as all"),
        ('import "./one.js";', 'import "./one.js"'),
        ('export * from "./one.js";', "export * from"),
        ("export let changing = 1;", "export let changing"),
        ('import { one } from "./none.js";', "js/none.js"),
        ('import { one } from "./circle.js";', "import each other"),
    ],
)
def test_what_cannot_be_joined_is_told_when_the_server_starts(text, told):
    files = {
        "js/entry.js": text,
        "js/one.js": "export const one = 1;",
        "js/circle.js": 'import { x } from "./entry.js";',
    }
    with pytest.raises(Unjoinable, match=re.escape(told)):
        Modules(files, "js/entry.js").files("entry")


def test_a_joined_sheet_says_what_its_sheets_say():
    sheets = [
        "/* one */\na { color : red; }\n",
        '.b > c , d:hover { margin: 0 auto; content: "x" }\n@media (width >= 40rem) { e { top: 0; } }',
    ]
    assert (
        join_sheets(sheets)
        == 'a{color : red}.b > c , d:hover{margin: 0 auto;content: "x"}@media (width >= 40rem){e{top: 0}}'
    )


def test_the_language_is_chosen_by_switch_cookie_and_browser_in_this_order(plain):
    assert plain.choose_locale("ar", "de", "en") == "ar"
    assert plain.choose_locale(None, "de", "en") == "de"
    assert plain.choose_locale("xx", "yy", "fr, de-AT;q=0.8, ar;q=0.9, en;q=0") == "ar"
    assert plain.choose_locale(None, None, "de-CH, en;q=0.5") == "de"
    assert plain.choose_locale(None, None, "fr, *;q=0.1, ;;q=x,") == "en"
    assert plain.choose_locale(None, None, None) == "en"
    assert pages(pages={"locale": "de"}).choose_locale(None, None, "fr") == "de"


def test_every_catalogue_has_every_message_with_the_same_values(plain):
    english = plain.locales["en"]
    for locale in plain.locales.values():
        assert locale.messages.keys() == english.messages.keys(), locale.code
        for name, text in locale.messages.items():
            values = set(re.findall(r"\$\w+", text))
            assert values <= set(re.findall(r"\$\w+", english.messages[name])), f"{locale.code}: {name}"


def test_each_message_stands_in_the_file_that_its_name_begins_with():
    for path in (WEB / "locales").glob("*/*.ftl"):
        if path.stem != "transcript":
            strays = [name for name in MESSAGE.findall(path.read_text("utf-8")) if not name.startswith(path.stem + "-")]
            assert not strays, f"{path.parent.name}/{path.name}: {strays}"


def test_every_message_is_used_and_every_name_that_is_used_is_a_message(plain):
    sources = (*WEB.rglob("*.tpl"), *(WEB / "static" / "js").rglob("*.js"), WEB / "pages.py", *WEB.glob("plain*.py"))
    whole = "\n".join(path.read_text("utf-8") for path in sources)
    messages = set(plain.locales["en"].messages)
    areas = "|".join(path.stem for path in (WEB / "locales" / "en").glob("*.ftl"))
    name = rf"(?:{areas})-[a-z-]*[a-z]"
    named = set(re.findall(rf"""["'`]({name})["'`]""", whole))
    # `guest-out-${reason}` and "page-role-" + role: all that begin so.
    begun = tuple(re.findall(rf"""["'`]({name}-)(?:\$\{{|["'] \+)""", whole))
    unused = {each for each in messages - named if not each.startswith(begun)}
    assert not unused, f"never said: {unused}"
    # Class names are written in the same way as names of messages; what is said stands in say(…) or around(…).
    said = set(re.findall(rf"""\b(?:say|around)\(\s*["'`]({name})["'`]""", whole))
    assert said <= messages, f"in no catalogue: {said - messages}"


def test_no_view_has_a_word_of_its_own():
    for path in (WEB / "views").glob("*.tpl"):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("%")]
        text = re.sub(r"<[^>]*>|\{\{.*?\}\}", "", "\n".join(lines))
        assert not re.search(r"[A-Za-z]", text), f"{path.name}: {text.strip()[:80]}"
    for path in (WEB / "static" / "js" / "view").glob("*.js"):
        found = re.findall(r"""(?:aria-label|placeholder|title)=["'][A-Za-z]""", path.read_text("utf-8"))
        assert not found, f"{path.name}: {found}"


def test_what_is_vendored_is_what_its_makers_published():
    folder = WEB / "static" / "vendor"
    listed = set()
    for library in json.loads((folder / "VENDORED.json").read_text()):
        assert library["version"] and library["license"] and library["source"]
        for name, file in library["files"].items():
            listed.add(name)
            body = (folder / name).read_bytes()
            assert hashlib.sha256(body).hexdigest() == file["sha256"], name
            if changed := file.get("changed"):
                before = body.replace(changed["with"].encode(), changed["replaced"].encode())
                assert hashlib.sha256(before).hexdigest() == file["source_sha256"], name
            assert (folder / name).with_name("LICENSE").exists(), name
    assert listed == {str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in (".js", ".mjs")}
