"""What the pages cost a slow phone: `python -m loadtest.bench_pages [--runs N]`, against a demo of its own in Chromium.

The profile is Lighthouse's "slow 4G" with a slow processor: 1.6 Mbit/s, 150 ms for each request, the processor four times
slower. Each run is a new browser context: nothing cached, no session. "Interactive" is when the question can be typed into
and the page has drawn it, as `performance.now()` says; "taken over" is when the script has the form and asks who is there;
first paint and largest paint are the browser's own entries. That what is typed as soon as it can be does reach the chat is
tried, once for each profile: letter by letter from that moment on, through to the queue; else there are no figures.
"""

import argparse
import json
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PROFILES = {
    "slow phone": {"latency": 150, "kbit": 1600, "cpu": 4},
    "desk": {"latency": 0, "kbit": 0, "cpu": 1},
}
ARGUMENTS = "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --no-first-run".split()
TEXT = "It does not start any more since today."
# Told by the page itself, so that no question of ours is in the time.
WATCH = """
  const watch = () => {
    const field = document.querySelector("textarea[name=question]");
    if (field) requestAnimationFrame(() => setTimeout(() => { window.interactive = performance.now(); }));
    else requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  new PerformanceObserver((list) => { window.largest = list.getEntries().at(-1).startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  window.shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.shift += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    from playwright.sync_api import sync_playwright

    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, url = start(Path(folder) / "data")
        try:
            browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
            keep_open(browser, url)
            for name, profile in PROFILES.items():
                visits = [visit(browser, url, profile) for _ in range(runs)]
                held_ms = type_at_once(browser, url, profile)
                print(json.dumps({"profile": name, **summary(visits), "typed_at_once_held_a_place_after": held_ms}))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def start(data_dir: Path) -> tuple[subprocess.Popen, str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "inko_lite", "demo", "--port", "0", "--data-dir", str(data_dir)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    for line in server.stdout:
        if found := re.match(r"ready: (http://\S+)", line):
            return server, found[1]
    raise SystemExit("the demo did not start")


def keep_open(browser, url: str) -> None:
    """Somebody is online, so that guests are shown the form."""
    page = browser.new_context().new_page()
    page.goto(url + "/demo/login")
    page.locator("button[value=ana]").click()
    page.locator(".own-status").wait_for()


def throttled(browser, profile: dict):
    """A first visitor's page under this profile: `(page, its wire)`."""
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    rate = profile["kbit"] * 1000 / 8 or -1
    throttle = {"offline": False, "latency": profile["latency"], "downloadThroughput": rate, "uploadThroughput": rate}
    wire.send("Network.emulateNetworkConditions", throttle)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": profile["cpu"]})
    page.add_init_script(WATCH)
    return page, wire


def visit(browser, url: str, profile: dict) -> dict:
    """One first visit; times in ms."""
    page, wire = throttled(browser, profile)
    sizes: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda event: sizes.setdefault(event["requestId"], 0))
    wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(url + "/")
    page.wait_for_function(
        "() => window.interactive && performance.getEntriesByName(location.origin + '/session').length"
    )
    page.locator(".queue-state").wait_for()
    told = page.evaluate(
        """() => {
          const first = performance.getEntriesByName("first-contentful-paint")[0].startTime;
          return { first, interactive: Math.max(first, window.interactive), largest: window.largest, shift: window.shift,
            taken_over: performance.getEntriesByName(location.origin + "/session")[0].startTime };
        }"""
    )
    page.context.close()
    return {**told, "requests": len(sizes), "bytes": sum(sizes.values())}


def type_at_once(browser, url: str, profile: dict) -> int:
    """Somebody who types from the first moment on and joins the queue; after how many ms the text had a place held for it."""
    page, _ = throttled(browser, profile)
    page.goto(url + "/", wait_until="commit")
    page.wait_for_function("() => window.interactive")
    question = page.locator("textarea[name=question]")
    question.focus()
    page.keyboard.type(TEXT, delay=40)
    page.locator(".queue-state-held").wait_for()
    held_ms = page.evaluate("() => performance.getEntriesByName(location.origin + '/queue/reserve')[0].startTime")
    page.locator("input[name=name]").fill("Sam")
    page.locator(".ask-form button[type=submit]").click()
    page.locator(".wait").wait_for()
    if TEXT not in page.locator(".wait").inner_text():
        raise SystemExit("what was typed at once did not reach the chat")
    csrf = page.context.request.get(url + "/session").json()["csrf"]
    page.context.request.post(url + "/session/end", headers={"X-CSRF-Token": csrf})
    page.context.close()
    return round(held_ms)


def summary(visits: list[dict]) -> dict:
    """The middle of the runs, and the slowest."""
    middle = {
        f"{name}_median": round(statistics.median(each[name] for each in visits), 3 if name == "shift" else 0)
        for name in visits[0]
    }
    return {**middle, "interactive_worst": round(max(each["interactive"] for each in visits)), "runs": len(visits)}


if __name__ == "__main__":
    main()
