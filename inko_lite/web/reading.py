"""A client's bytes as whole requests, within the limits.

Place: inside a connection. Invariants: nothing grows past [server] header_bytes, header_count and body_bytes, and what the
parser (llhttp, strict) or we find ambiguous is refused, so that no proxy in front can read a request otherwise than we do.
"""

from collections import deque

import httptools

from ..errors import Refusal, RequestHeadTooLarge, RequestMalformed, RequestTooLarge

READ_BYTES = 65536
# Chunks of one byte cost six on the wire; more framing than this around a body is nobody's honest client.
FRAMING = 8
_header_keys: dict[bytes, str] = {b"Content-Type": "CONTENT_TYPE", b"content-type": "CONTENT_TYPE"}


def _header_key(name: bytes) -> str:
    key = _header_keys.get(name)
    if key is None:
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        key = {"HTTP_CONTENT_TYPE": "CONTENT_TYPE", "HTTP_CONTENT_LENGTH": "CONTENT_LENGTH"}.get(key, key)
        if len(_header_keys) < 500:
            _header_keys[name] = key
    return key


class Request:
    """One request, complete with its body."""

    __slots__ = ("body", "environ", "keep_alive", "method", "size", "target", "version")

    def __init__(self) -> None:
        self.environ: dict[str, str] = {}
        self.body = b""
        self.target = b""
        self.method = ""
        self.version = "1.1"
        self.keep_alive = False
        self.size = 0


class Reader:
    """What httptools calls while it parses; collects whole requests into `done`.

    `refusal` is what ends the connection once the requests before it are answered.
    """

    __slots__ = (
        "body_bytes", "chunks", "config", "count", "done", "expects", "fed", "parser", "refusal", "request", "upgrade_left",
    )  # fmt: skip

    def __init__(self, config) -> None:
        self.config = config
        self.done: deque[Request] = deque()
        self.request: Request | None = None
        self.refusal: Refusal | None = None
        self.expects = False
        self.fed = 0
        self.upgrade_left = 0
        self.parser = httptools.HttpRequestParser(self)

    @property
    def pending(self) -> bool:
        """Has the client sent more than what was answered?"""
        return bool(self.done) or self.request is not None or self.refusal is not None

    @property
    def in_body(self) -> bool:
        """Is a request's head complete and its body not?"""
        return self.request is not None and self.request.method != ""

    def drop(self) -> None:
        """Forgets what was read. Parser and reader know each other: without this a body stays until the collector comes by."""
        self.parser = self.request = self.refusal = None
        self.chunks = []
        self.done.clear()

    def on_message_begin(self) -> None:
        self.request = Request()
        self.count = 0
        self.body_bytes = 0
        self.chunks: list[bytes] = []
        self.expects = False

    def on_url(self, url: bytes) -> None:
        self.request.target += url
        self._grow(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        self.count += 1
        self._grow(len(name) + len(value) + 4)
        if b"_" in name or self.in_body:
            # An underscore would pass for a hyphen once both are WSGI variables; a trailer, for a header that was checked.
            return
        key = _header_key(name)
        text = value.decode("latin-1")
        environ = self.request.environ
        if key not in environ:
            environ[key] = text
        elif key == "HTTP_HOST":
            self._refuse(RequestMalformed(reason="more than one Host header"))
        else:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + text

    def _grow(self, size: int) -> None:
        self.request.size += size
        if self.request.size > self.config.header_bytes or self.count > self.config.header_count:
            self._refuse(RequestHeadTooLarge())

    def on_headers_complete(self) -> None:
        request = self.request
        environ = request.environ
        request.method = self.parser.get_method().decode("latin-1")
        request.version = self.parser.get_http_version()
        length = environ.get("CONTENT_LENGTH", "0")
        if len(length) > 12 or int(length) > self.config.body_bytes:
            self._refuse(RequestTooLarge(limit=self.config.body_bytes))
        if request.version not in ("1.1", "1.0"):
            self._refuse(RequestMalformed(reason="its version is neither HTTP/1.1 nor HTTP/1.0"))
        if "HTTP_HOST" not in environ and request.version == "1.1":
            self._refuse(RequestMalformed(reason="the Host header is missing"))
        upgrades = "HTTP_UPGRADE" in environ and self.parser.should_upgrade()
        coding = environ.get("HTTP_TRANSFER_ENCODING")
        if coding is not None and (coding.lower() != "chunked" or request.version == "1.0" or upgrades):
            self._refuse(RequestMalformed(reason="only chunked is known as a transfer coding, of HTTP/1.1 and without Upgrade"))
        if upgrades:
            # llhttp takes what follows for the new protocol, but we stay with this one: the body is still to come.
            self.upgrade_left = int(length)
        self.expects = environ.get("HTTP_EXPECT", "").lower() == "100-continue"
        self.fed = 0

    def on_body(self, body: bytes) -> None:
        self.body_bytes += len(body)
        if self.body_bytes > self.config.body_bytes:
            self._refuse(RequestTooLarge(limit=self.config.body_bytes))
        self.chunks.append(body)

    def on_message_complete(self) -> None:
        if self.upgrade_left:
            return
        request, self.request = self.request, None
        request.body = b"".join(self.chunks)
        self.chunks = []
        request.keep_alive = self.parser.should_keep_alive()
        self.done.append(request)
        self.fed = 0

    def _refuse(self, refusal: Refusal) -> None:
        self.refusal = refusal
        raise refusal

    def feed(self, data: bytes) -> None:
        """Parses at most READ_BYTES; what cannot be read any further is left in `refusal`."""
        if self.upgrade_left:
            self._upgrade_body(data)
            return
        self.fed += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            if self.upgrade_left:
                self._upgrade_body(data[offer.args[0] :])
            # An offer that we do not take: the request itself is answered, and the connection ends with it.
            elif self.done:
                self.done[-1].keep_alive = False
        except httptools.HttpParserError as error:
            self.refusal = self.refusal or RequestMalformed(reason=str(error)[:200].rstrip("."))
        if self.request is not None and self.refusal is None:
            # The parser tells of a line when it ends, and of a chunk's extensions never.
            if not self.in_body and self.fed > self.config.header_bytes + READ_BYTES:
                self.refusal = RequestHeadTooLarge()
            elif self.in_body and self.fed > FRAMING * self.config.body_bytes + READ_BYTES:
                self.refusal = RequestTooLarge(limit=self.config.body_bytes)

    def _upgrade_body(self, data: bytes) -> None:
        """The body of a request that offers another protocol, of which llhttp says nothing."""
        self.chunks.append(data[: self.upgrade_left])
        self.upgrade_left = max(0, self.upgrade_left - len(data))
        if not self.upgrade_left:
            self.on_message_complete()
            self.done[-1].keep_alive = False
