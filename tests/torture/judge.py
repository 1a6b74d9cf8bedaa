"""What must be true after any schedule, judged on the recorded histories and on the log itself."""

import itertools
from collections import Counter
from collections.abc import Sequence

from inko_lite.doctor import diagnose

from .players import Chat
from .world import DATABASE, World

MESSAGES = """
SELECT e.id, e.room_id, e.actor_id, e.client_id, e.data ->> 'body', extract(epoch FROM e.at)::float8
  FROM inko.events e WHERE e.kind = 'message' ORDER BY e.id
"""


def judge(world: World) -> tuple[dict, list[str]]:
    """`(figures, what is wrong)`."""
    rows = world.primary.sql(MESSAGES, DATABASE)
    figures, wrong = histories(world.chats, rows)
    wrong += rate([row[5] for row in rows], world.workers[0].settings["limits"]["messages_per_minute"])
    wrong += [f"doctor: {line}" for each in diagnose(world.primary.dsn(DATABASE)) for line in each.lines()]
    for worker in world.workers:
        said = worker.said()[worker.seen :]
        if "Traceback" in said:
            wrong.append(f"{worker.name} failed:\n{said[max(0, said.index('Traceback') - 300) :][:3000]}")
    return figures, wrong


def histories(chats: Sequence[Chat], rows: Sequence[tuple]) -> tuple[dict, list[str]]:
    """What people were told, against the messages in the log: `(id, room, actor, client id, body, time)` each."""
    stored = {(actor, client_id): (event_id, body) for event_id, _, actor, client_id, body, _ in rows}
    wrong = [f"{len(rows) - len(stored)} messages are stored twice"] if len(stored) != len(rows) else []
    answers: Counter[str] = Counter()
    became: Counter[str] = Counter()
    longest = 0.0
    for chat in chats:
        for mouth, person in zip(chat.mouths, chat.people, strict=True):
            for post in mouth.posted:
                answers.update(said for _, said in post.answers)
                longest = max([longest, *(seconds for seconds, _ in post.answers)])
                found = stored.get((person.id, post.client_id))
                story = f"{post.client_id}: {post.answers}"
                if post.event_id is not None:
                    became["acknowledged"] += 1
                    if found != (post.event_id, post.body):
                        wrong.append(f"acknowledged as {post.event_id}, stored as {found and found[0]}: {story}")
                elif post.refused:
                    became["refused"] += 1
                    if found is not None:
                        wrong.append(f"refused ({post.refused}), stored as {found[0]}: {story}")
                else:
                    became["unknown"] += 1
        wrong += hearing(chat, [event_id for event_id, room, *_ in rows if room == chat.room])
    rooms = {chat.room for chat in chats}
    return {
        "messages": sum(row[1] in rooms for row in rows),
        **{name: became[name] for name in ("acknowledged", "refused", "unknown")},
        "deliveries": sum(len(ear.heard) for chat in chats for ear in chat.ears),
        "reconnects": sum(ear.reconnects for chat in chats for ear in chat.ears),
        "longest_answer_seconds": round(longest, 2),
        "answers": dict(answers),
    }, wrong


def hearing(chat: Chat, expected: list[int]) -> list[str]:
    """Each listener heard every message of the room once and in order, whatever server it heard it from."""
    wrong = []
    for ear in chat.ears:
        ids = [event["id"] for event in ear.heard]
        for one, other in itertools.pairwise(ids):
            if one >= other:
                wrong.append(f"heard {other} after {one}")
                break
        heard = [event["id"] for event in ear.heard if event["kind"] == "message"]
        missing, extra = sorted(set(expected) - set(heard)), sorted(set(heard) - set(expected))
        if missing or extra:
            wrong.append(
                f"of {len(expected)} messages {len(missing)} were never heard ({missing[:5]}),"
                f" {len(extra)} that were are not in the log ({extra[:5]})"
            )
        wrong += ear.faults
    return wrong


def rate(times: Sequence[float], limit: int) -> list[str]:
    """In no window of 60 s more messages than the limit."""
    for earlier, later in zip(times, times[limit:], strict=False):
        if later - earlier < 60:
            return [f"more than {limit} messages within {later - earlier:.3f} s"]
    return []
