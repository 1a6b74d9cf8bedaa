"""The same recorded runs as in tests/test_fold.py, folded by the real browser with the very modules that the pages run."""

from pathlib import Path

import pytest

from ..cast import Cast
from ..test_fold import STORIES

COMPARE = (Path(__file__).resolve().parents[1] / "js" / "fold_compare.mjs").read_text()


@pytest.mark.parametrize("story", STORIES, ids=lambda each: each.__name__)
def test_the_browser_folds_what_was_heard_into_what_a_snapshot_says(people, demo, story):
    page = people.page(bypass_csp=True)
    page.goto(demo.url + "/")
    cast = Cast(demo.url)
    try:
        runs = story(cast)
    finally:
        cast.leave()
    version = page.locator("script[type=module]").get_attribute("src").split("/bundle/")[0]
    found = page.evaluate(
        """async ({ store, compare, runs }) => {
          const { EMPTY, fold } = await import(store);
          // The comparison is the test's own and no file of the server's: a page that may run it is not under its policy.
          const differences = new Function(compare.replace(/^export /gm, "") + "; return differences;")();
          return runs.flatMap((run) => differences(EMPTY, fold, run));
        }""",
        {"store": f"{version}/js/chat/store.js", "compare": COMPARE, "runs": runs},
    )
    assert not found, "\n".join(found)
