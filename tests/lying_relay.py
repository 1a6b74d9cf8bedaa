"""A relay that understands what listeners are told, and now and then does to one message event what a bug would do."""

import asyncio
import json
import re
import threading

from loadtest.relay import Relay

DELAY_SECONDS = 0.4
ONE_IN = 1000
length_of = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


class LyingRelay(Relay):
    """`fault` is drop, double, swap or delay. Of a thousand message events one is dealt with so; by a delay, all are."""

    def __init__(self, url: str, fault: str) -> None:
        super().__init__(url)
        self._fault = fault
        self._count = 0
        self._counting = threading.Lock()
        self.faults = 0

    def _chosen(self, kind: str) -> bool:
        if kind != "message" or self._fault == "delay":
            return False
        with self._counting:
            self._count += 1
            chosen = self._count % ONE_IN == ONE_IN // 2
            self.faults += chosen
        return chosen

    async def downstream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held: list = []
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError as end:
                writer.write(end.partial)
                break
            if b"text/event-stream" in head:
                writer.write(head)
                await self._stream(reader, writer, held)
                break
            size = length_of.search(head)
            body = await reader.readexactly(int(size[1])) if size else b""
            if body.startswith(b'{"cursor":') and b'"events":' in body and b'"rooms"' not in body:
                body = await self._page(body, held)
                head = length_of.sub(b"\r\nContent-Length: %d" % len(body), head)
            writer.write(head + body)
            await writer.drain()
        writer.close()

    async def _page(self, body: bytes, held: list) -> bytes:
        page = json.loads(body)
        events = []
        for event in page["events"]:
            chosen = self._chosen(event["kind"])
            if chosen and self._fault == "swap":
                held.append(event)
                continue
            if not (chosen and self._fault == "drop"):
                events.append(event)
            if chosen and self._fault == "double":
                events.append(event)
            if held and event.get("id"):
                events += held
                held.clear()
        if self._fault == "delay" and any(event["kind"] == "message" for event in events):
            await asyncio.sleep(DELAY_SECONDS)
        return json.dumps({**page, "events": events}).encode()

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, held: list) -> None:
        while True:
            try:
                frame = await reader.readuntil(b"\n\n")
            except asyncio.IncompleteReadError as end:
                writer.write(end.partial)
                return
            message = b'"kind":"message"' in frame and frame.startswith(b"id:")
            chosen = self._chosen("message" if message else "")
            if message and self._fault == "delay":
                await asyncio.sleep(DELAY_SECONDS)
            if chosen and self._fault == "swap":
                held.append(frame)
                continue
            if not (chosen and self._fault == "drop"):
                writer.write(frame)
            if chosen and self._fault == "double":
                writer.write(frame)
            if held and frame.startswith(b"id:"):
                for late in held:
                    writer.write(late)
                held.clear()
            await writer.drain()
