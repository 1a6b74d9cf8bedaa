"""A client's bytes as whole requests, within the limits.

Place: inside a connection. Invariant: nothing grows past [server] header_bytes, header_count and body_bytes, and what the
parser (llhttp, strict) finds ambiguous is refused, so that no proxy in front can read a request otherwise than we do.
"""

from collections import deque

import httptools

from ..errors import Refusal, RequestHeadTooLarge, RequestMalformed, RequestTooLarge

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
    """What httptools calls while it parses; collects whole requests into `done`."""

    __slots__ = ("body_bytes", "chunks", "config", "count", "done", "expects", "parser", "refusal", "request")

    def __init__(self, config) -> None:
        self.config = config
        self.done: deque[Request] = deque()
        self.request: Request | None = None
        self.refusal: Refusal | None = None
        self.parser = httptools.HttpRequestParser(self)

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
        if b"_" in name:
            # It would pass for the header with a hyphen once both are WSGI variables.
            return
        key = _header_key(name)
        text = value.decode("latin-1")
        environ = self.request.environ
        if key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + text
        else:
            environ[key] = text

    def _grow(self, size: int) -> None:
        self.request.size += size
        if self.request.size > self.config.header_bytes or self.count > self.config.header_count:
            self._refuse(RequestHeadTooLarge())

    def on_headers_complete(self) -> None:
        request = self.request
        request.method = self.parser.get_method().decode("latin-1")
        request.version = self.parser.get_http_version()
        length = request.environ.get("CONTENT_LENGTH", "0")
        if len(length) > 12 or int(length) > self.config.body_bytes:
            self._refuse(RequestTooLarge(limit=self.config.body_bytes))
        self.expects = request.environ.get("HTTP_EXPECT", "").lower() == "100-continue"

    def on_body(self, body: bytes) -> None:
        self.body_bytes += len(body)
        if self.body_bytes > self.config.body_bytes:
            self._refuse(RequestTooLarge(limit=self.config.body_bytes))
        self.chunks.append(body)

    def on_message_complete(self) -> None:
        request, self.request = self.request, None
        request.body = b"".join(self.chunks)
        request.keep_alive = self.parser.should_keep_alive()
        self.done.append(request)

    def _refuse(self, refusal: Refusal) -> None:
        self.refusal = refusal
        raise refusal

    def feed(self, data: bytes) -> None:
        """Parses; raises the Refusal that a limit or the parser's strictness gives."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # An offer that we do not take: the request itself is answered, and the connection ends with it.
            if self.done:
                self.done[-1].keep_alive = False
        except httptools.HttpParserError as error:
            raise self.refusal or RequestMalformed(reason=str(error)[:200].rstrip(".")) from None
