"""A transcript as a page of its own, to be kept: no script, no picture, nothing from anywhere.

Place: after `desk/exports.py`, which says what is told. The page is sent in pieces, like every transcript. Invariant: its
policy, in the header and in the page itself, allows one style sheet by its hash and nothing else, so even a fault in the
markup runs nothing where the file is opened later.
"""

import base64
import hashlib
import html
from collections.abc import Iterator
from importlib import resources

from bottle import SimpleTemplate
from fluent.runtime import FluentBundle, FluentResource

from ..desk.direction import SIGNS
from ..desk.exports import Exports, Reader, Say, heading

HERE = resources.files(__package__)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
# Where the template is cut in two: no text has this character once it is escaped.
CUT = "\0"
ISOLATES = str.maketrans("", "", "\u2068\u2069")


class TranscriptPage:
    """Words and page of transcripts, in every language that there is. Built once."""

    def __init__(self) -> None:
        self._bundles: dict[str, FluentBundle] = {}
        for folder in (HERE / "locales").iterdir():
            bundle = FluentBundle([folder.name])
            bundle.add_resource(FluentResource((folder / "transcript.ftl").read_text("utf-8")))
            self._bundles[bundle.locales[0]] = bundle
        self._view = SimpleTemplate((HERE / "views" / "transcript.tpl").read_text("utf-8"), name="transcript")
        self._style = (HERE / "views" / "transcript.css").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        self._policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        # In a header, who may frame the page can be said as well.
        self.policy = self._policy + "; frame-ancestors 'none'"

    def words(self, locale: str) -> Say:
        """The function that says a sentence of this catalogue, or of the English one where there is none."""
        bundle = self._bundles.get(locale) or self._bundles["en"]
        keeps_isolates = locale in RIGHT_TO_LEFT

        def say(message: str, /, **values: str) -> str:
            # A value's own signs of direction would end Fluent's, and turn the rest of the sentence.
            values = {name: SIGNS.sub("", value) for name, value in values.items()}
            text, errors = bundle.format_pattern(bundle.get_message(message).value, values)
            if errors:
                raise LookupError(f"{locale}: {message}: {errors[0]}")
            # Fluent keeps a name's direction by signs that only texts from right to left need.
            return text if keeps_isolates else text.translate(ISOLATES)

        return say

    def pieces(self, exports: Exports, reader: Reader, locale: str) -> Iterator[str]:
        """The page."""
        say = self.words(locale)
        chat = reader.chat
        title = (
            say("transcript-title", name=chat.guest_name or say("transcript-somebody"))
            if chat.guest_id
            else say("transcript-title-room", name=chat.name)
        )
        head, tail = self._view.render(
            locale=locale if locale in self._bundles else "en", direction="rtl" if locale in RIGHT_TO_LEFT else "ltr",
            policy=self._policy, title=title, style=self._style, heading=heading(reader, say), items=CUT,
        ).split(CUT)  # fmt: skip
        yield head
        for told in exports.told(reader, locale):
            yield "".join(_item(event, sentence, say) for event, sentence in told)
        yield tail


def _item(event: dict, sentence: str | None, say: Say) -> str:
    at = html.escape(event["at"])
    time = f'<time datetime="{at}">{at[:19].replace("T", " ")}</time>'
    if sentence is not None:
        return f'<li class="event">{time} <bdi>{html.escape(sentence)}</bdi></li>\n'
    note = event["kind"] == "note"
    kind = "note" if note else "guest" if event["from"]["kind"] in ("guest", "user") else "agent"
    name = f"<bdi>{html.escape(event['from']['name'])}</bdi>" + (
        f" ({html.escape(say('transcript-note'))})" if note else ""
    )
    return f'<li class="said {kind}"><p>{name} {time}</p><div class="text" dir="auto">{event["html"]}</div></li>\n'
