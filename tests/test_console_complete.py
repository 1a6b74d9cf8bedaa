"""Everything that an agent may do has its place in the pages: each operation of docs/openapi.json stands in one of these tables,
and where it has a place, the script of that place asks for it."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "inko_lite" / "web" / "static" / "js"
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
OPERATIONS = {operation["operationId"] for item in DOCUMENT["paths"].values() for operation in item.values()}

# An agent's operations: the script that asks, as it asks, and the view that offers it, with the words on it.
PLACES = {
    "session": ("chat/api.js", '"/session"', "open.js", "client.start"),
    "end_session": ("chat/client.js", '"/session/end"', "view/top_bar.js", "agent-sign-out"),
    "state": ("chat/client.js", '"/state"', "open.js", "client.start"),
    "listen": ("chat/live.js", "/listen?cursor=", "open.js", "client.start"),
    "waittime": ("chat/client.js", '"/waittime"', "view/top_bar.js", "agent-queue-waiting"),
    "set_status": ("chat/desk.js", '"/status"', "view/own_status.js", "agent-own-status"),
    "set_limit": ("chat/desk.js", '"/set_limit"', "view/own_status.js", "agent-limit-more"),
    "list": ("chat/desk.js", '"/list"', "view/work_list.js", "agent-rooms"),
    "assist": ("chat/desk.js", '"/assist"', "view/queue_list.js", "agent-take"),
    "answer_offer": ("chat/desk.js", "/offer/${offer}", "view/offers.js", "agent-accept"),
    "why": ("chat/desk.js", '"/queue/why"', "view/work_list.js", "agent-why"),
    "skills": ("chat/desk.js", '"/skills"', "view/top_bar.js", "agent-skills"),
    "set_skills": ("chat/desk.js", '#post("/skills"', "view/skills_dialog.js", "agent-save"),
    "earlier": ("chat/desk.js", "/earlier/${room}", "view/room_work.js", "agent-earlier"),
    "say": ("chat/client.js", "/message/${room}`", "view/agent_composer.js", "chat-send"),
    "history": ("chat/client.js", "/message/${room}?before=", "view/log.js", "chat-earlier"),
    "typing": ("chat/client.js", "/message/${room}/typing", "view/agent_composer.js", "onKeyDown"),
    "preview": ("chat/client.js", '"/preview"', "view/composer_tools.js", "chat-preview"),
    "leave": ("chat/desk.js", "/leave/${room}", "view/agent_talk.js", "agent-leave"),
    "end": ("chat/client.js", "/end/${room}", "view/agent_talk.js", "chat-end"),
    "create": ("chat/desk.js", '"/create"', "view/work_list.js", "agent-create"),
    "join": ("chat/desk.js", '#enter("join"', "view/work_list.js", "agent-join"),
    "topic": ("chat/desk.js", "/topic/${room}", "view/room_work.js", "agent-topic"),
    "invite": ("chat/desk.js", "/invite/${room}", "view/room_work.js", "agent-invite-short"),
    "rights": ("chat/desk.js", "/rights/${room}", "view/room_work.js", "agent-rights"),
    "continue": ("chat/desk.js", "/continue/${room}", "view/agent_talk.js", "agent-go-on"),
    "direct_message": ("chat/desk.js", '"/direct_message"', "view/work_list.js", "agent-direct"),
    "transfer": ("chat/desk.js", "/transfer/${room}", "view/agent_talk.js", "agent-transfer"),
    "kick": ("chat/desk.js", "/kick/${room}", "view/room_work.js", "agent-kick"),
    "report": ("chat/desk.js", '"/report"', "view/room_work.js", "agent-report-short"),
    "follow_up_draft": ("chat/desk.js", "/follow_up/${room}`", "view/room_work.js", "agent-forum"),
    "follow_up": ("chat/desk.js", "/follow_up/${room}`, {", "view/forum_dialog.js", "agent-forum-propose"),
    "link_follow_up": ("chat/desk.js", "/follow_up/${room}/linked", "view/forum_dialog.js", "agent-forum-url"),
    "known_tags": ("chat/desk.js", 'get("/tags")', "view/room_work.js", "agent-tags-suggested"),
    "tag_in": ("chat/desk.js", "/tags/${room}", "view/room_work.js", "agent-tag-new"),
    "note_in": ("chat/desk.js", "/note/${room}", "view/agent_composer.js", "agent-note-save"),
    "replies": ("chat/desk.js", "/replies?room=", "view/saved_replies.js", "agent-replies"),
    "create_reply": ("chat/desk.js", '#post("/replies"', "view/replies_dialog.js", "agent-reply-new"),
    "save_reply": ("chat/desk.js", "/replies/${id}`", "view/replies_dialog.js", "agent-edit"),
    "delete_reply": ("chat/desk.js", "/replies/${id}/delete", "view/replies_dialog.js", "agent-reply-delete"),
    # What the console has for moderators besides.
    "watch": ("chat/desk.js", '#enter("watch"', "view/work_list.js", "agent-watch"),
    "take_over": ("chat/desk.js", '#enter("takeover"', "view/work_list.js", "agent-take-over"),
    "mend": ("chat/desk.js", "/queue/${guest}", "view/why_dialog.js", "agent-mend-"),
    "set_queue": ("chat/desk.js", '"/queue"', "view/top_bar.js", "agent-mode"),
    "ban": ("chat/desk.js", '"/ban"', "view/room_work.js", "agent-ban"),
    "redact": ("chat/desk.js", "/redact/${room}", "view/agent_talk.js", "onRedact"),
}  # fmt: skip

# What needs no place in the console, by why.
ELSEWHERE = {
    "for guests": {
        "resume", "identify", "reserve", "leave_queue", "survey", "answer_survey", "survey_latest", "answer_survey_of",
        "follow_up_of", "ask_review",
    },
    "the same, with the room in the body": {
        "say_in", "leave_in", "end_in", "join_in", "watch_in", "topic_in", "invite_in", "rights_in", "continue_in",
        "transfer_in", "kick_in", "redact_in", "tag", "note",
    },
    "in the snapshot and the events already": {"guests"},
    "on the pages of monitor and history": {
        "unban", "bans", "audit", "overview", "capacity", "stand_down", "summary", "summary_csv", "tags_today",
        "report_of_the_day", "transcripts", "transcripts_csv", "transcripts_json", "transcripts_txt", "transcript",
        "subject", "erase",
    },
    "pages, feeds and files": {
        "guest_page", "agent_page", "monitor_page", "history_page", "widget", "status_feed", "workgroup_stats", "plain_page",
    },
    "for operators and programs": {"healthz", "readyz", "metrics", "deliveries", "retry_delivery"},
}  # fmt: skip


def test_every_operation_has_a_place_or_a_reason_for_none():
    accounted = set(PLACES).union(*ELSEWHERE.values())
    assert not OPERATIONS - accounted, "nowhere in the pages, and nobody said why"
    assert len(PLACES) + sum(map(len, ELSEWHERE.values())) == len(accounted), "one is in two tables"
    assert set(PLACES) <= OPERATIONS


@pytest.mark.parametrize("operation", sorted(PLACES))
def test_what_has_a_place_is_asked_for_there(operation):
    script, asks, view, offers = PLACES[operation]
    assert asks in (SCRIPTS / script).read_text("utf-8")
    assert offers in (SCRIPTS / view).read_text("utf-8")
