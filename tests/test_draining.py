"""A server that stops: nobody is refused or kept waiting, and all come again at different times."""

import json
import socket
import threading
import time


def stopped(server) -> float:
    """Stops the server; how long it took."""
    began = time.monotonic()
    server.stop()
    return time.monotonic() - began


def test_a_held_poll_is_answered_at_once_and_told_when_to_come_again(site):
    server = site.start()
    hints = []
    people = [site.cast.guest(f"Guest {number}") for number in range(8)]
    cursor = people[0].state()["cursor"]
    held = threading.Barrier(len(people) + 1)

    def poll(person):
        held.wait()
        hints.append(person.get(f"/listen?cursor={cursor}&wait=25").json)

    threads = [threading.Thread(target=poll, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    held.wait()
    while f"inko_listeners {len(people)}.0" not in site.cast.stranger().request("GET", "/metrics").body.decode():
        pass
    assert stopped(server) < 5
    for thread in threads:
        thread.join(10)
    assert len(hints) == len(people)
    assert all(0 <= hint["retry_after"] <= 1 and hint["events"] == [] for hint in hints)
    assert len({hint["retry_after"] for hint in hints}) > 1, "they would all come at once"
    site.cast.people.clear()


def test_a_stream_ends_with_a_time_to_come_again(site):
    server = site.start()
    gus = site.cast.guest()
    with socket.create_connection((gus.host, gus.port)) as ear:
        cookies = gus.headers()["Cookie"]
        ear.sendall(
            f"GET /listen?cursor={gus.state()['cursor']} HTTP/1.1\r\nHost: x\r\nCookie: {cookies}\r\n"
            "Accept: text/event-stream\r\n\r\n".encode()
        )
        said = ear.recv(65536)
        while b"retry: 1000\n\n" not in said:
            said += ear.recv(65536)
        assert stopped(server) < 5
        end = said.split(b"retry: 1000\n\n")[1]
        while part := ear.recv(65536):
            end += part
    lines = end.decode().split("\n")
    assert ": bye" in lines
    assert 0 <= int(next(line for line in lines if line.startswith("retry: ")).removeprefix("retry: ")) <= 1000
    site.cast.people.clear()


def test_connections_opened_ahead_of_need_do_not_hold_a_restart_up(site):
    server = site.start(server={"drain_seconds": 20})
    address = ("127.0.0.1", server.port)
    with socket.create_connection(address), socket.create_connection(address) as half:
        half.sendall(b"GET /hea")
        # Both are accepted, and what was sent before this answer is read.
        stranger = site.cast.stranger()
        while "inko_connections 3.0" not in stranger.request("GET", "/metrics").body.decode():
            pass
        assert stopped_after(server, half) < 10
    assert not [line for line in server.log if "cut off" in line]


def stopped_after(server, half) -> float:
    """Stops it while a request is half sent; the rest comes when the drain goes on, and is answered."""
    took = []
    stopping = threading.Thread(target=lambda: took.append(stopped(server)))
    stopping.start()
    server.wait_for("draining")
    half.sendall(b"lthz HTTP/1.1\r\nHost: x\r\n\r\n")
    head, body = half.recv(65536).split(b"\r\n\r\n")
    assert b" 200 " in head and b"Connection: close" in head
    assert json.loads(body)["status"] == "ok"
    stopping.join(30)
    return took[0]
