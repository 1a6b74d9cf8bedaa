"""The benchmark is believed only because it would notice: each broken promise, done to a recorded history, is found."""

import copy
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from loadtest import bench, figures, measure, stage
from loadtest.generator import Generator, Step
from loadtest.ledger import OTHER, Ledger, Verdict, percentile
from loadtest.wires import PollEar, StreamEar, whole_reply

PAIRS = 3
TWO_ROOMS = [0, 0, 1, 1]


def a_ledger(messages: int = 6, first: int = 1) -> Ledger:
    """Members 0 and 1 in one room, 2 and 3 in another; each message is acknowledged and heard as it should be."""
    ledger = Ledger(first, TWO_ROOMS)
    for turn in range(messages):
        sender = turn % len(TWO_ROOMS)
        number = ledger.send(sender, due=float(turn))
        ledger.acknowledge(number, event_id=100 + turn)
        for listener, room in enumerate(TWO_ROOMS):
            if room == TWO_ROOMS[sender]:
                ledger.hear(listener, [(100 + turn, number, turn + 0.25)])
    return ledger


# ── the judge, on histories made by hand ────────────────────────────────────────────────────────────────────────────


def test_a_history_as_promised_is_good_and_its_delays_count_from_when_messages_were_due():
    ledger = a_ledger()
    assert ledger.complete
    assert ledger.verdict() == Verdict()
    assert ledger.delays() == [0.25] * 12


def test_an_acknowledged_message_that_one_member_did_not_hear_is_lost():
    ledger = a_ledger()
    del ledger.heard[3][0]
    assert ledger.verdict() == Verdict(lost=1)


def test_a_refused_message_need_not_be_heard():
    ledger = a_ledger()
    ledger.refuse(ledger.send(0, due=9.0), "503 store.unavailable")
    assert ledger.complete
    assert ledger.verdict() == Verdict()
    assert ledger.refusals == {"503 store.unavailable": 1}


def test_a_message_that_is_not_answered_leaves_the_step_incomplete():
    ledger = a_ledger()
    ledger.send(0, due=9.0)
    assert not ledger.complete


def test_an_answer_that_an_earlier_step_did_not_wait_for_changes_nothing():
    ledger = a_ledger(first=10)
    ledger.acknowledge(9, 99)
    ledger.refuse(9, "503 store.unavailable")
    assert ledger.complete
    assert ledger.verdict() == Verdict()
    assert not ledger.refusals


def test_a_message_heard_twice_is_doubled():
    ledger = a_ledger()
    ledger.heard[1].append(ledger.heard[1][-1])
    assert ledger.verdict() == Verdict(doubled=1)


def test_a_message_that_was_stored_twice_is_doubled():
    ledger = a_ledger()
    event_id, number, at = ledger.heard[1][-1]
    ledger.heard[1].append((event_id + 50, number, at))
    assert ledger.verdict() == Verdict(doubled=1)


def test_a_message_of_an_earlier_step_that_comes_again_is_doubled():
    ledger = a_ledger(first=10)
    ledger.hear(0, [(200, 9, 9.0)])
    assert ledger.verdict() == Verdict(doubled=1)


def test_ids_that_fall_are_out_of_order():
    ledger = a_ledger()
    ledger.heard[0].reverse()
    assert ledger.verdict().disordered > 0


def test_an_event_that_is_no_message_keeps_the_order_too():
    ledger = a_ledger()
    ledger.hear(0, [(99, OTHER, 9.0)])
    assert ledger.verdict() == Verdict(disordered=1)


def test_one_senders_messages_in_another_order_than_sent_are_out_of_order():
    ledger = Ledger(1, TWO_ROOMS)
    for event_id in (101, 100):
        ledger.acknowledge(ledger.send(0, due=0.0), event_id)
    for listener in (0, 1):
        ledger.hear(listener, [(100, 2, 1.0), (101, 1, 1.0)])
    assert ledger.verdict() == Verdict(disordered=1)


def test_a_message_heard_in_another_room_is_astray():
    ledger = a_ledger()
    event_id, number, at = ledger.heard[0][0]
    ledger.heard[2].insert(0, (event_id, number, at))
    assert ledger.verdict() == Verdict(strayed=1)


def test_percentiles_are_values_that_occurred():
    assert [percentile([1.0, 2.0, 3.0, 4.0], share) for share in (0.5, 0.75, 0.99, 1.0)] == [2.0, 3.0, 4.0, 4.0]


def test_a_step_passes_only_if_every_promise_was_kept_in_time():
    def reading(ledger: Ledger, cut_short: bool = False) -> figures.Reading:
        return figures.read(Step(ledger, seconds=6.0, cut_short=cut_short, own_cpu=0.1, lags=[0.0]), 1.0, None)

    slow, refused, lossy = a_ledger(), a_ledger(), a_ledger()
    slow.heard[0][0] = (*slow.heard[0][0][:2], 0.3)
    refused.refuse(refused.send(0, due=9.0), "429")
    del lossy.heard[0][0]
    assert reading(a_ledger()).passed
    assert not any(reading(ledger).passed for ledger in (slow, refused, lossy))
    assert not reading(a_ledger(), cut_short=True).passed


# ── the wires, against bytes that arrive as they like ───────────────────────────────────────────────────────────────


def test_a_reply_is_whole_when_its_length_says_so():
    reply = b'HTTP/1.1 201 Created\r\nContent-Type: x\r\ncontent-length: 8\r\n\r\n{"id":5}'
    assert all(whole_reply(reply[:cut]) is None for cut in range(len(reply)))
    assert whole_reply(reply) == (201, b'{"id":5}')


def dribble(listener: socket.socket, replies: list[bytes], asked: list[bytes]) -> None:
    """Answers each connection with one reply, byte by byte, and closes it; the last one when the client goes."""
    for reply in replies:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked.append(connection.recv(4096))
        for position in range(len(reply)):
            connection.sendall(reply[position : position + 1])
        if reply is replies[-1]:
            connection.recv(1)
        connection.close()


def test_a_stream_in_single_bytes_with_chunks_across_events_is_read_and_resumed_from_its_cursor():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        generator = Generator(*listener.getsockname(), [])
        generator.ledger = Ledger(1, [0])
        frames = [b":\n\n"] + [
            b'id: %d\ndata: {"id":%d,"body":"caf\xc3\xa9","client_id":"%b%08d"}\n\n' % (at, at, generator.tag, number)
            for at, number in ((7, 1), (9, 2), (12, 3))
        ]
        frames.insert(3, b'id: 8\ndata: {"id":8,"kind":"joined"}\n\n')
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        body = b"".join(frames[:3])
        chunks = b"".join(
            b"%x\r\n%b\r\n" % (len(body[at : at + 50]), body[at : at + 50]) for at in range(0, len(body), 50)
        )
        plain = b"HTTP/1.1 200 OK\r\n\r\n" + b"".join(frames[3:])
        asked: list[bytes] = []
        server = threading.Thread(target=dribble, args=(listener, [head + chunks, plain], asked))
        server.start()
        generator.listen(StreamEar, ["inko_session=x"], cursor=5)
        end = time.monotonic() + 10
        while len(generator.ledger.heard[0]) < 4 and time.monotonic() < end:
            generator.turn(0.05)
        generator.close()
        server.join()
    assert [(event_id, number) for event_id, number, _ in generator.ledger.heard[0]] == [
        (7, 1),
        (9, 2),
        (8, OTHER),
        (12, 3),
    ]
    assert generator.reconnects == 1
    assert b"cursor=5 " in asked[0] and b"cursor=9 " in asked[1]


# ── a real server, for a few seconds ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def own_server():
    with stage.OwnServer(agents=PAIRS) as server:
        yield server


@pytest.mark.parametrize("kind", [StreamEar, PollEar])
def test_a_real_run_keeps_every_promise_and_each_fault_done_to_its_history_is_found(own_server, kind):
    helpers = stage.agents(own_server.url, [], PAIRS)
    members = stage.support_rooms(own_server.url, helpers)
    address = own_server.url.removeprefix("http://").split(":")
    generator = Generator(address[0], int(address[1]), members)
    before = measure.cpu(own_server.pid)
    generator.listen(kind, [member.cookies for member in members], helpers[0].cursor())
    ledger = generator.step(rate=100, seconds=1).ledger
    generator.close()
    for helper in helpers:
        helper.call("POST", "/session/end", {})
        helper.leave()
    spent = measure.cpu(own_server.pid).since(before)

    assert len(ledger.due) == 100
    assert len(ledger.delays()) == 200
    assert not ledger.refusals
    assert ledger.verdict() == Verdict()
    assert spent.server > 0 and spent.postgres > 0

    lost, doubled, disordered, astray = (copy.deepcopy(ledger) for _ in range(4))
    del lost.heard[2][10]
    doubled.heard[2].insert(10, doubled.heard[2][10])
    disordered.heard[2][10:12] = reversed(disordered.heard[2][10:12])
    astray.heard[0].append(astray.heard[2][-1])
    assert lost.verdict() == Verdict(lost=1)
    assert doubled.verdict() == Verdict(doubled=1)
    assert disordered.verdict() == Verdict(disordered=1)
    assert astray.verdict().strayed == 1


def test_memory_is_counted_apart_for_server_and_postgresql(own_server):
    found = measure.memory(own_server.pid)
    assert 1_000_000 < found.server_pss <= found.server_rss
    assert found.postgres_pss > 1_000_000


def test_a_server_that_ends_at_once_is_told_with_its_own_words():
    wrong = stage.OwnServer(settings={"INKO_LIMITS_USERS": "many"})
    with pytest.raises(stage.ServerFailed, match=r"INKO_LIMITS_USERS|limits\.users"):
        wrong.__enter__()


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cpu_time_of_children_that_ended_is_not_forgotten():
    before = measure.cpu(os.getpid()).server
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", burn], check=True)
    assert measure.cpu(os.getpid()).server - before >= 0.29


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["room"], "there is no scenario room"),
        (["--runs", "0"], "--runs must be at least 1"),
        (["--agents-file", "x"], "--agents-file goes with --host"),
        (["--host", "https://127.0.0.1:1"], "--host is http://HOST:PORT"),
        (["--host", "http://127.0.0.1:1", "idle-sse"], "not with --host"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(given, sentence, capsys):
    with pytest.raises(SystemExit) as ended:
        bench.main(given)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_host_that_is_away_ends_with_1_and_a_sentence(capsys, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert bench.main(["rooms-sse", "--host", f"http://127.0.0.1:{port}", "--json", str(tmp_path / "out.json")]) == 1
    assert "bench: " in capsys.readouterr().err


def test_the_summary_has_a_row_a_figure_and_says_what_was_broken():
    reading = figures.read(Step(a_ledger(), 6.0, False, 0.1, [0.0]), 1.0, measure.Cpu(server=0.006, postgres=0.003))
    table = figures.summary([figures.Run("rooms-sse", rated=reading, steps=[reading], knee=reading)])
    assert "| 50 rooms of 2: knee, messages/s | 1 |" in table
    assert "| 1.00 / 0.50 / 1.50 |" in table
    assert "Of 24 deliveries: 0 lost, 0 doubled, 0 out of order, 0 astray." in table
