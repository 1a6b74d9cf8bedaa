"""Every state of a page, judged and pictured: a phone and a desk, light and dark, in the language that the page speaks.

`look(page, "guest", "chat")` writes `build/screens/guest/chat-<language>-<width>-<scheme>.png`, asks axe-core what it finds
in each scheme, and looks at 320 px and at 200 % zoom for anything that runs out of the window. What it finds it gathers;
`judged()` at the end of a test fails on all of it at once. `build/screens/index.html` shows whatever is there.
`python -m tests.browser.screens` copies the pictures that README and docs show to `docs/images/` (`make screens`).
"""

import contextlib
import html
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "build" / "screens"
IMAGES = ROOT / "docs" / "images"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {360: 740, 1440: 900}
SCHEMES = ("light", "dark")
# What the documents show: the name in docs/images, and the picture that the tests took.
DOCUMENTED = {
    "guest-ask.png": "guest/ask-open-en-1440-light.png",
    "guest-wait.png": "guest/wait-en-360-light.png",
    "guest-chat.png": "guest/chat-en-1440-light.png",
    "guest-chat-phone-dark.png": "guest/chat-en-360-dark.png",
    "guest-chat-arabic.png": "guest/chat-ar-1440-light.png",
    "agent-console.png": "agent/chats-en-1440-light.png",
    "agent-console-dark.png": "agent/chats-en-1440-dark.png",
    "monitor.png": "monitor/evening-en-1440-light.png",
    "history.png": "history/found-en-1440-light.png",
}
# Put into the browser's context of a page that is to be judged: axe has to be let in past the pages' own policy.
LET_IN = {"bypass_csp": True}

_found: list[str] = []


def look(page, area: str, state: str, *, full: bool = False, axe: bool = True, few: bool = False) -> None:
    """Pictures and judges what `page` shows now; its context must have been made with LET_IN if `axe`.

    `full` pictures the whole page and not just the window; `few` takes the dark phone and the light desk only, for a
    language after the first. The page is left at 1440 px, light.
    """
    language = page.locator("html").get_attribute("lang")
    where = f"{area} {state} {language}"
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in SIZES.items():
            if few and (scheme == "dark") != (width == 360):
                continue
            page.set_viewport_size({"width": width, "height": height})
            shot(page, area, f"{state}-{language}-{width}-{scheme}", full=full)
            # Each width once and each scheme once: a fault of one width in one scheme alone is a fault of neither.
            if axe and (scheme == "dark") == (width == 360):
                _found.extend(f"{where} at {width} px, {scheme}: {each}" for each in problems(page))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    # 320 CSS pixels are also what a window of 1280 px has left at 400 % (WCAG 1.4.10); 720 px a desk's at 200 %.
    for width, height in ((320, 640), (720, 450)):
        page.set_viewport_size({"width": width, "height": height})
        _found.extend(f"{where} is wider than {width} px: {each}" for each in sideways(page))
    page.set_viewport_size({"width": 1440, "height": 900})


def shot(page, area: str, name: str, *, full: bool = False) -> None:
    """One picture, and its place in the index."""
    folder = SCREENS / area
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=full)
    index()


def judged() -> None:
    """Fails on all that was found since it was last asked."""
    found = list(_found)
    _found.clear()
    assert not found, "\n".join(found)


def forget() -> None:
    """For the beginning of a test: what another test found before it failed is none of this one's."""
    _found.clear()


def problems(page) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=AXE)
    found = page.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def sideways(page) -> list[str]:
    """What makes the page wider than its window, if anything."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > width + 1)
            .map((each) => each.outerHTML.slice(0, 120));
        }"""
    )


def index() -> None:
    """Writes the page that shows the pictures, a row for each state."""
    rows: dict[str, dict[str, list[str]]] = {}
    for path in sorted(SCREENS.glob("*/*.png")):
        state = path.stem.rsplit("-", 3)[0] if path.stem.count("-") >= 3 else path.stem
        rows.setdefault(path.parent.name, {}).setdefault(state, []).append(path.name)
    body = []
    for area, states in rows.items():
        body.append(f"<h2>{html.escape(area)}</h2>")
        for state, names in states.items():
            pictures = "".join(
                f'<a href="{area}/{name}"><img loading="lazy" src="{area}/{name}" alt="{name}"><br>{name}</a>'
                for name in names
            )
            body.append(f"<h3>{html.escape(state)}</h3><p>{pictures}</p>")
    style = "body{font:14px system-ui;margin:24px}img{max-height:320px;border:1px solid #999}a{display:inline-block;margin:4px}"
    text = f"<!doctype html><meta charset=utf-8><title>Screens</title><style>{style}</style><h1>Screens</h1>{''.join(body)}"
    whole = SCREENS / "index.html"
    part = whole.with_suffix(".part")
    part.write_text(text, "utf-8")
    with contextlib.suppress(FileNotFoundError):
        part.replace(whole)


def copy_documented() -> list[str]:
    """Copies what the documents show; gives the pictures that no test has taken."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    missing = []
    for name, source in DOCUMENTED.items():
        if (SCREENS / source).exists():
            shutil.copyfile(SCREENS / source, IMAGES / name)
        else:
            missing.append(source)
    return missing


if __name__ == "__main__":
    if absent := copy_documented():
        sys.exit("no test has taken: " + ", ".join(absent))
