"""The other side: a real HTTP server that takes webhooks and plays a Kitsune, and fails when it is told to.

It plays Kitsune's API as its documentation and source describe it: token, questions, answers, metadata. `plan` says how the next
requests fail: "500", "429", "410", "redirect", "drop" (taken, but the answer is lost), "hang" (until `let_go`).
"""

import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "kitsune-token"


class Received:
    """One request as it came."""

    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.id = headers.get("X-Inko-Delivery")
        self.kind = headers.get("X-Inko-Kind")

    @property
    def json(self):
        return json.loads(self.body)


class Receiver:
    """`with Receiver() as receiver:`; `taken` holds the webhooks that it has taken, by id, in the order in which they came."""

    def __init__(self):
        self.requests: list[Received] = []
        self.taken: dict[str, Received] = {}
        self.repeats = 0
        self.plan: deque[str] = deque()
        self.answer: dict = {}
        self.questions: dict[int, dict] = {}
        self.answers: dict[int, dict] = {}
        self.takes_questions = True
        self._changed = threading.Condition()
        self._let_go = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self._do(b"")

            def do_POST(self):
                self._do(self.rfile.read(int(self.headers["Content-Length"])))

            def _do(self, body):
                receiver._serve(self, Received(self.command, self.path, self.headers, body))

            def log_message(self, *args):
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc):
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def let_go(self):
        """Answers those who hang."""
        self._let_go.set()

    # ── serving ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _serve(self, handler, request):
        with self._changed:
            self.requests.append(request)
            how = self.plan.popleft() if self.plan else "ok"
            self._changed.notify_all()
        if how == "hang":
            self._let_go.wait(60)
        status, headers, body = 200, {}, self.answer
        if how in ("500", "429", "410"):
            status, headers = int(how), {"Retry-After": "1"} if how == "429" else {}
        elif how == "redirect":
            status, headers = 302, {"Location": self.url + "/elsewhere"}
        elif request.path.startswith("/api/2/"):
            status, body = self._kitsune(request)
        else:
            with self._changed:
                if request.id in self.taken:
                    assert self.taken[request.id].body == request.body, "a repetition with other bytes"
                    self.repeats += 1
                self.taken.setdefault(request.id, request)
                self._changed.notify_all()
        if how == "drop":
            handler.close_connection = True
            return
        try:
            data = json.dumps(body).encode()
            handler.send_response(status)
            for name, value in {
                **headers,
                "Content-Type": "application/json",
                "Content-Length": str(len(data)),
            }.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(data)
        except OSError:
            handler.close_connection = True

    def _kitsune(self, request):
        parts = urlsplit(request.path)
        if request.headers.get("Authorization") != f"Token {TOKEN}":
            return 401, {"detail": "Invalid token."}
        steps = parts.path.strip("/").split("/")[2:]
        if request.method == "POST" and steps == ["question"]:
            return self._ask(request.json)
        if request.method == "POST" and steps == ["answer"]:
            if request.json["question"] not in self.questions:
                return 400, {"question": ["Invalid pk."]}
            number = len(self.answers) + 1
            self.answers[number] = {"id": number, **request.json}
            self.questions[request.json["question"]]["answers"].append(number)
            return 201, self.answers[number]
        if request.method == "POST" and steps[2:] == ["set_metadata"]:
            self.questions[int(steps[1])]["metadata"][request.json["name"]] = request.json["value"]
            return 200, {}
        found = self.questions if steps[0] == "question" else self.answers
        if len(steps) == 2:
            return (200, found[int(steps[1])]) if int(steps[1]) in found else (404, {"detail": "Not found."})
        product = parse_qs(parts.query).get("product", [None])[0]
        results = [each for each in found.values() if product in (None, each.get("product"))]
        return 200, {"count": len(results), "next": None, "results": results}

    def _ask(self, asked):
        if not self.takes_questions:
            return 405, {"detail": 'Method "POST" not allowed.'}
        number = len(self.questions) + 1000
        self.questions[number] = {"id": number, "answers": [], "metadata": {}, **asked}
        return 201, self.questions[number]

    # ── waiting ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def gets(self, kind=None, seconds=15, **data):
        """Waits for a webhook of this kind with these data, and returns it."""

        def found():
            for request in self.taken.values():
                if kind in (None, request.kind) and data.items() <= request.json.get("data", {}).items():
                    return request
            return None

        with self._changed:
            if not self._changed.wait_for(found, seconds):
                got = [(each.kind, each.body) for each in self.taken.values()]
                raise AssertionError(f"no {kind} {data} came, only {got}")
            return found()

    def waits_for(self, condition, seconds=15):
        """Returns once `condition()` is true, asked again at each request and now and then."""
        end = time.monotonic() + seconds
        with self._changed:
            while not condition():
                assert time.monotonic() < end, [(each.method, each.path, each.kind) for each in self.requests]
                self._changed.wait(0.05)
