"""Signs that would get out of their place, as a browser draws them: what turns direction, and what is piled on letters."""

import base64

import pytest
from playwright.sync_api import expect

from ..conftest import open_site
from .conftest import People

ZALGO = "".join(sign + "\u0301" * 20 + "\u0323" * 20 for sign in "zalgo")
TURNED = "\u2069\u202eturned\u2067\u202e"
# From left to right: where each word of the element begins, in the order in which the words are written.
PLACES = """
(element) => {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/[A-Za-z]{3,}/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      found.push([word[0], range.getBoundingClientRect().left]);
    }
  }
  return found;
}
"""


# How many points of two pictures differ by more than the browser's own rounding.
DIFFER = """
async (pictures) => {
  const [one, other] = await Promise.all(pictures.map(async (picture) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height).data;
  }));
  return one.reduce((count, value, n) => count + (Math.abs(value - other[n]) > 16), 0);
}
"""


def seen_to_differ(page, some, others) -> int:
    pairs = zip(some, others, strict=True)
    return sum(page.evaluate(DIFFER, [base64.b64encode(each).decode() for each in pair]) for pair in pairs)


@pytest.fixture(scope="module")
def site(databases, template):
    with open_site(databases, template) as its_site:
        its_site.start(flood={"enabled": False})
        yield its_site


@pytest.fixture
def talk(chromium, site):
    """A guest's page in a chat with an agent."""
    ana, gus, room = site.cast.chat(guest="Gus" + TURNED)
    people = People(chromium, site.servers[0])
    page = people.page()
    page.context.add_cookies([{"name": name, "value": value, "url": gus.url} for name, value in gus.cookies.items()])
    page.goto(gus.url + "/")
    expect(page.locator(".chat")).to_be_visible()
    yield page, ana, gus, room
    page.context.close()
    site.cast.leave()


def test_what_turns_direction_turns_nothing_beside_it(talk):
    page, ana, _, room = talk
    ana.post(f"/topic/{room}", {"topic": f"Topic {TURNED} ended"})
    line = page.locator(".system-line", has_text="topic")
    expect(line).to_be_visible()
    places = dict(line.evaluate(PLACES))
    assert places["Ana"] < places["changed"] < places["the"] < places["Topic"]
    # What is in the value is its own affair; the sign that closes the sentence stands behind it.
    box, end = line.bounding_box(), "(line) => line.textContent.trimEnd().endsWith('”')"
    assert line.evaluate(end) and box["width"] > 0
    page.evaluate("() => { document.documentElement.lang = 'en'; }")
    ana.says(room, f"before {TURNED}")
    ana.says(room, "one two three")
    expect(page.locator(".bubble", has_text="one two three")).to_be_visible()
    after = page.locator(".bubble", has_text="one two three").evaluate(PLACES)
    assert [word for word, _ in sorted(after, key=lambda each: each[1])] == ["one", "two", "three"]


def test_marks_piled_on_letters_stay_in_their_own_message(talk):
    """Regression: they were drawn over the lines above and below."""
    page, ana, _, room = talk
    for text in ("the line above", f"{ZALGO} marked {ZALGO}", "the line below"):
        ana.says(room, text)
    blank, bubble = page.context.new_page(), page.locator(".bubble", has_text="marked")
    expect(page.locator(".bubble", has_text="the line below")).to_be_visible()
    box = bubble.bounding_box()
    assert box["height"] < 3 * page.locator(".bubble", has_text="the line below").bounding_box()["height"]

    def around():
        """What is drawn above and below the message, as far as a pile reaches."""
        clips = (
            {"x": box["x"] + 20, "y": y, "width": box["width"] - 40, "height": 60}
            for y in (box["y"] - 66, box["y"] + box["height"] + 6)
        )
        return [page.screenshot(clip=clip, animations="disabled") for clip in clips]

    with_marks = around()
    bubble.evaluate("bubble => { bubble.style.overflow = 'visible'; }")
    assert seen_to_differ(blank, around(), with_marks), "the pile is not high enough to prove anything"
    bubble.evaluate("bubble => { bubble.style.overflow = ''; bubble.style.color = 'transparent'; }")
    assert not seen_to_differ(blank, around(), with_marks)
