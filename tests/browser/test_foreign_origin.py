"""A page of somebody else's, opened by an agent who is signed in: nothing happens, and nothing can be read.

The page comes from a server of the test's own: at `localhost` it is another site, to which the browser sends no cookie of ours;
at 127.0.0.1 with another port it is another origin of the same site, and every request that it makes carries the cookies.
"""

import http.server
import threading

import pytest

from ..conftest import open_site
from .conftest import People

PAGE = b"<!doctype html><meta charset=utf-8><title>Cats</title><iframe name=hole></iframe>"


class Evil(http.server.BaseHTTPRequestHandler):
    """A page, and whatever is asked for beside it."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Referer")))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="module")
def evil():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(databases, template):
    with open_site(databases, template) as its_site:
        its_site.start(flood={"enabled": False})
        yield its_site


@pytest.fixture
def victim(chromium, site):
    """An agent in a chat, and the browser that has the agent's cookies."""
    ana, gus, room = site.cast.chat()
    gus.says(room, "my secret")
    people = People(chromium, site.servers[0])
    page = people.page()
    page.context.add_cookies([{"name": name, "value": value, "url": ana.url} for name, value in ana.cookies.items()])
    yield page, ana, room
    page.context.close()
    site.cast.leave()


# Each way to ask for something from another origin; what came of it, as far as the page can know.
READS = """
async ([chat, room]) => {
  const found = {};
  const seen = async (name, ask) => { try { found[name] = String(await ask()); } catch (error) { found[name] = "no"; } };
  const paths = ["/state", "/session", `/message/${room}`, `/transcripts/${room}`, `/transcripts/${room}.txt`, "/agent", "/list"];
  const inserted = (tag, name, path) => new Promise((done) => {
    const each = document.createElement(tag);
    each.onload = () => done("loaded");
    each.onerror = () => done("no");
    if (tag === "link") each.rel = "stylesheet";
    each[name] = chat + path;
    document.body.append(each);
  });
  for (const path of paths) {
    await seen(`fetch ${path}`, async () => (await fetch(chat + path, { credentials: "include" })).text());
    const unseen = fetch(chat + path, { credentials: "include", mode: "no-cors" });
    await seen(`opaque ${path}`, async () => (await (await unseen).text()) || "no");
    const sizes = performance.getEntriesByName(chat + path).map((each) => each.encodedBodySize + each.responseStart);
    await seen(`timing ${path}`, () => Math.max(0, ...sizes) || "no");
    await seen(`script ${path}`, () => inserted("script", "src", path));
    await seen(`sheet ${path}`, () => inserted("link", "href", path));
    await seen(`picture ${path}`, () => inserted("img", "src", path));
  }
  await seen("stream", () => new Promise((done) => {
    const source = new EventSource(`${chat}/listen?cursor=0`, { withCredentials: true });
    source.onopen = source.onmessage = (event) => done(event.data ?? "open");
    source.onerror = () => { source.close(); done("no"); };
  }));
  await seen("socket", () => new Promise((done) => {
    const socket = new WebSocket(`${chat.replace("http", "ws")}/listen?cursor=0`);
    socket.onopen = () => done("open");
    socket.onerror = () => done("no");
  }));
  await seen("worker", () => new Worker(`${chat}/widget.js`) && "loaded");
  const other = open(`${chat}/history?room=${room}`);
  await new Promise((done) => setTimeout(done, 300));
  await seen("window", () => other.document.body.textContent || other.location.href);
  other.close();
  // What is meant for everybody, so that it is known that the page would see it.
  await seen("feed", async () => (await fetch(`${chat}/status.json`)).text());
  await seen("widget", () => inserted("script", "src", "/widget.js"));
  return Object.fromEntries(Object.entries(found).filter(([, what]) => what !== "no"));
}
"""
WRITES = """
async ([chat, room, guest]) => {
  const said = JSON.stringify({ body: "forged", client_id: "forged" });
  const posts = {
    [`/message/${room}`]: said, [`/end/${room}`]: "{}", "/session/end": "{}", "/status": '{"status": "away"}',
    "/set_limit": '{"limit": 1}', "/assist": "{}", [`/topic/${room}`]: '{"topic": "forged"}', [`/kick/${room}`]: `{"session": "${guest}"}`,
    "/demo/login": '{"account": "ben"}', "/plain/end": "{}", "/plain/message": said,
  };
  const types = ["text/plain", "application/x-www-form-urlencoded", "application/json", "application/json; charset=utf-8"];
  for (const [path, body] of Object.entries(posts)) {
    for (const type of types) {
      for (const headers of [{ "Content-Type": type }, { "Content-Type": type, "X-CSRF-Token": "x" }]) {
        for (const mode of ["cors", "no-cors"]) {
          await fetch(chat + path, { method: "POST", body, headers, mode, credentials: "include" }).catch(() => {});
        }
      }
    }
    navigator.sendBeacon(chat + path, new Blob([body], { type: "text/plain" }));
    for (const method of ["PUT", "DELETE", "PATCH"]) await fetch(chat + path, { method, body, credentials: "include" }).catch(() => {});
    for (const enctype of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const form = document.createElement("form");
      Object.assign(form, { action: chat + path, method: "post", enctype, target: "hole" });
      // A form of this type sends `name=value`, which with these two is JSON.
      form.append(Object.assign(document.createElement("input"), { name: '{"body": "forged", "client_id": "', value: 'forged"}' }));
      form.append(Object.assign(document.createElement("input"), { name: "account", value: "ben" }));
      document.body.append(form);
      const done = new Promise((loaded) => { document.querySelector("iframe").onload = loaded; });
      form.submit();
      await done;
    }
  }
}
"""


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_page_of_another_origin_reads_nothing(victim, evil, host):
    page, ana, room = victim
    page.goto(f"http://{host}:{evil.server_port}/")
    found = page.evaluate(READS, [ana.url, room])
    assert found.keys() == {"feed", "widget"}, str(found)
    assert ana.state()["session"]["id"] == ana.id


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_page_of_another_origin_changes_nothing(victim, site, evil, host):
    page, ana, room = victim
    page.goto(f"http://{host}:{evil.server_port}/")
    told = "SELECT count(*), max(id) FROM events WHERE room_id = %s OR kind IN ('status', 'session_ended', 'left', 'ended')"
    before, state = site.query(told, (room,)), ana.state()
    cookies = page.context.cookies(ana.url)
    page.evaluate(WRITES, [ana.url, room, ana.id])
    after = ana.state()
    assert site.query(told, (room,)) == before
    assert (after["session"], after["rooms"], after["agents"]) == (state["session"], state["rooms"], state["agents"])
    assert page.context.cookies(ana.url) == cookies, "the browser was given another cookie"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_no_page_is_shown_in_a_frame_of_another_origin(victim, evil, host):
    page, ana, room = victim
    page.goto(f"http://{host}:{evil.server_port}/")
    paths = [
        "/",
        "/agent",
        "/monitor",
        "/history",
        f"/transcripts/{room}.html",
        "/nowhere",
        "/demo/login",
        "/plain",
        "/plain/news",
    ]
    for path in paths:
        page.evaluate(
            """(url) => new Promise((done) => {
              const frame = document.createElement("iframe");
              frame.onload = done;
              frame.src = url;
              document.body.append(frame);
            })""",
            ana.url + path,
        )
    shown = [frame.url for frame in page.frames if frame.url.startswith(ana.url)]
    assert not shown, shown
    assert len(page.frames) == len(paths) + 2  # they are there, with the browser's own page about it in each


def test_no_address_of_ours_is_told_to_where_a_link_leads(victim, evil):
    """The id of a conversation is in the address of the history and of a file: a link there says nothing of it."""
    page, ana, room = victim
    there = f"http://localhost:{evil.server_port}/led-here"
    ana.says(room, there)
    for path in (f"/history?room={room}", f"/transcripts/{room}.html", "/agent"):
        evil.asked.clear()
        page.goto(ana.url + path)
        link = page.locator(f'a[href="{there}"]').last
        link.wait_for()
        # What keeps the referrer back on the link itself is taken away: the page's own policy must do.
        link.evaluate("link => { link.removeAttribute('rel'); link.removeAttribute('target'); }")
        with page.expect_navigation(url=there):
            link.click()
        # The browser asks for the icon of the page before, too.
        assert next(each for each in evil.asked if each[0] != "/favicon.ico") == ("/led-here", None), path
