"""Reading the configuration again while the server runs.

Place: asked by SIGHUP and by `inko-lite reload`. Invariants: a file with any fault changes nothing; a setting either takes
effect at once, everywhere, or is named as one that waits for a restart. What is in LIVE is read where it is used, each time;
docs/reload.md lists it.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from .config import KEYS, Config, ConfigError
from .desk.hours import Hours, HoursError

log = logging.getLogger(__name__)

LIVE = frozenset(
    {
        "server.header_seconds", "server.idle_seconds", "server.header_bytes", "server.header_count", "server.body_bytes",
        "server.drain_seconds",
        "limits.users", "limits.rooms", "limits.messages_per_minute", "limits.message_bytes", "limits.session_bytes",
        "limits.waiting",
        "flood.messages_per_minute", "flood.bytes_per_minute", "flood.staff_messages_per_minute", "flood.staff_bytes_per_minute",
        "queue.reserve_seconds", "queue.offer_seconds", "queue.standby", "queue.rules_text", "queue.rules_version",
        "queue.consent_required", "queue.default_chat_limit", "queue.max_chat_limit", "queue.search_url",
        "opening.min_agents", "opening.need_monitor", "opening.reopen_waiting", "opening.max_wait_minutes",
        "opening.reopen_wait_minutes", "opening.hours", "opening.timezone",
        "survey.external_url", "survey.secret",
        "webhooks.attempts", "webhooks.first_retry_seconds", "webhooks.retry_seconds",
        "tags.spike_count", "tags.spike_factor",
        "pages.title", "pages.products", "pages.topics", "pages.hours", "pages.retention_text", "pages.late_seconds",
        "metrics.token",
        "log.level", "log.areas", "log.addresses", "log.json",
    }
)  # fmt: skip
# What is read by the commands alone, each time that one runs, or stands for the value of another key.
ELSEWHERE = frozenset({"daemon.start_seconds", "daemon.stop_seconds", "survey.secret_file", "metrics.token_file"})


def changes(old: Config, new: Config) -> list[str]:
    """The keys whose values differ."""
    return [key for key in KEYS if _value(old, key) != _value(new, key)]


def _value(config: Config, key: str):
    section, name = key.split(".")
    return getattr(getattr(config, section), name)


class Reloading:
    """The configuration in force, and how it changes."""

    def __init__(self, config: Config, read: Callable[[], Config], taken: list[Callable[[Config], None]]) -> None:
        """`read` reads it again; `taken` are told when something has changed. `config` itself changes, for all who hold it."""
        self._config = config
        self._read = read
        self._taken = taken
        self.ok = True
        self.outcomes = {"taken": 0, "refused": 0}
        self.last: dict = {}

    def reload(self) -> dict:
        """What came of it: `{ok, text, changed, restart}`; the log has the same."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        try:
            new = self._read()
            Hours(new.opening.hours, new.opening.timezone)
        except (ConfigError, HoursError) as error:
            self.ok = False
            self.outcomes["refused"] += 1
            text = f"refused, nothing was changed: {' '.join(str(error).split())}"
            log.error("reload: %s", text)
            self.last = {"ok": False, "text": text, "changed": [], "restart": [], "at": at}
            return self.last
        differing = changes(self._config, new)
        live = [key for key in differing if key in LIVE]
        waiting = [key for key in differing if key not in LIVE | ELSEWHERE]
        for key in live:
            section, name = key.split(".")
            # The sections are frozen for all others; the parts that hold them see the new value at their next look.
            msgspec.structs.force_setattr(getattr(self._config, section), name, _value(new, key))
            self._config.sources[key] = new.sources[key]
        if live:
            for tell in self._taken:
                tell(self._config)
        self.ok = True
        self.outcomes["taken"] += 1
        text = f"in force: {', '.join(live)}" if live else "nothing that can change while the server runs has changed"
        if waiting:
            text += f"; waits for a restart: {', '.join(waiting)}"
        if waiting:
            log.warning("reload: %s", text)
        else:
            log.info("reload: %s", text)
        self.last = {"ok": True, "text": text, "changed": live, "restart": waiting, "at": at}
        return self.last
