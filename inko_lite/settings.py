"""What each setting may be: a struct a section, a type a key, with the words that say what the type takes.

The defaults and the meaning of each key stand in `default.toml`, and nowhere else; a test keeps the two files equal.
"""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1, le=10_000_000, description="a whole number from 1 to 10,000,000")]
Whole = Annotated[int, Meta(ge=0, le=10_000_000, description="a whole number from 0 to 10,000,000")]
Minutes = Annotated[float, Meta(ge=0, le=10_080, description="a number of minutes from 0 to 10080 (a week)")]
Bytes = Annotated[int, Meta(ge=1, le=2**40, description="a whole number of bytes, at least 1")]
Seconds = Annotated[
    float,
    Meta(gt=0, le=604_800, description="a number of seconds, more than 0 and at most 604800 (a week)"),
]
AwayMinutes = Annotated[float, Meta(gt=0, le=10_080, description="a number of minutes, more than 0 and at most 10080 (a week)")]
Hours = Annotated[float, Meta(gt=0, le=8_760, description="a number of hours, more than 0 and at most 8760 (a year)")]
Port = Annotated[int, Meta(ge=0, le=65_535, description="a port, a whole number from 0 to 65535")]
Address = Annotated[str, Meta(pattern=r"^[^\s/]+\Z", description="a host name or an IP address")]
Text = Annotated[str, Meta(max_length=4_000, description="a text of at most 4000 characters")]
Name = Annotated[str, Meta(min_length=1, max_length=200, description="a text of 1 to 200 characters")]
Names = Annotated[list[Name], Meta(description="a list of texts of 1 to 200 characters")]
Path = Annotated[str, Meta(description="a path", extra={"path": True})]
Secret = Annotated[str, Meta(description="a text", extra={"secret": True})]
Secrets = Annotated[list[Secret], Meta(description="a list of texts", extra={"secret": True})]
Prefix = Annotated[
    str,
    Meta(pattern=r"^(/[A-Za-z0-9._~-]+)*\Z", description='empty, or a path such as "/chat" without a slash at its end'),
]
Url = Annotated[
    str,
    Meta(pattern=r"^(https?://[^\s\"<>]+)?\Z", description="empty, or a URL that starts with http:// or https://"),
]
Link = Annotated[str, Meta(pattern=r"^(https?://|/)[^\s\"<>]*\Z", description="a URL, or a path that starts with /")]
Origin = Annotated[str, Meta(pattern=r"^[^\s;,\"]+\Z")]
Origins = Annotated[
    list[Origin],
    Meta(min_length=1, description="a list of origins, none with a space, a comma or a semicolon in it"),
]
Cookie = Annotated[str, Meta(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z", description="the name of a cookie")]
Table = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?\Z", description="the name of a table, or schema.table"),
]
Column = Annotated[str, Meta(pattern=r"^[A-Za-z_]\w*\Z", description="the name of a column")]
Forwarded = Annotated[
    str,
    Meta(pattern=r"^(X-Forwarded-For|Forwarded)\Z", description='"X-Forwarded-For" or "Forwarded"'),
]
DispatchMode = Annotated[
    str,
    Meta(pattern=r"^(pick|offer|auto)\Z", description='"pick", "offer" or "auto"'),
]
Level = Annotated[
    str,
    Meta(pattern=r"^(debug|info|warning|error)\Z", description='"debug", "info", "warning" or "error"'),
]
AreaLevel = Annotated[str, Meta(pattern=r"^[a-z_]{1,40}=(debug|info|warning|error)\Z")]
Areas = Annotated[list[AreaLevel], Meta(description='a list of "area=level", such as "database=error"')]
FilePath = Annotated[str, Meta(min_length=1, description="a path", extra={"path": True})]
Umask = Annotated[str, Meta(pattern=r"^0?[0-7]{3}\Z", description='three octal digits, such as "027"')]


# The text search configurations that every PostgreSQL since 12 has.
Language = Annotated[
    str,
    Meta(
        pattern=r"^(simple|arabic|danish|dutch|english|finnish|french|german|greek|hungarian|indonesian|irish|italian"
        r"|lithuanian|nepali|norwegian|portuguese|romanian|russian|spanish|swedish|tamil|turkish)\Z",
        description='"simple" or a language of PostgreSQL\'s text search, such as "english"',
    ),
]
Days = Annotated[int, Meta(ge=0, le=36_500, description="a whole number of days from 0 to 36500")]


ForumKind = Annotated[str, Meta(pattern=r"^(url|webhook|kitsune)\Z", description='"url", "webhook" or "kitsune"')]
WebhookKind = Annotated[
    str,
    Meta(
        pattern=r"^(chat\.(started|ended|transferred)|survey\.answered|follow_up\.requested|queue\.(opened|closed))\Z",
    ),
]
WebhookKinds = Annotated[
    list[WebhookKind],
    Meta(
        description="a list of chat.started, chat.ended, chat.transferred, survey.answered, follow_up.requested,"
        " queue.opened and queue.closed"
    ),
]
Pair = Annotated[str, Meta(pattern=r"^[^=]{1,200}=[a-z0-9_-]{1,100}\Z")]
Pairs = Annotated[list[Pair], Meta(description='a list of "name=short-name"')]
Factor = Annotated[float, Meta(ge=1, le=1000, description="a number from 1 to 1000")]
Versions = Annotated[
    str,
    Meta(pattern=r"^(((<=|>=|<|>|=)?\d{1,9}(\.\d{1,9}){0,5})( (<=|>=|<|>|=)?\d{1,9}(\.\d{1,9}){0,5})*)?\Z"),
]


class TagRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A tag, and what must all be so for it: one of `words` in the question, and the others in what is known of the guest."""

    tag: Annotated[str, Meta(pattern=r"^(?=.*\S)[^,\x00-\x1f\x7f]{1,40}\Z")]
    words: list[Annotated[str, Meta(pattern=r"^.*\w\*?\Z", max_length=100)]] = []
    product: Annotated[str, Meta(max_length=255)] = ""
    version: Versions = ""
    os: Annotated[str, Meta(max_length=255)] = ""
    user_agent: Annotated[str, Meta(max_length=255)] = ""

    def __post_init__(self) -> None:
        if not (self.words or self.product or self.version or self.os or self.user_agent):
            raise ValueError("a rule needs a condition")


TagRules = Annotated[
    list[TagRule],
    Meta(
        max_length=200,
        description="a list of at most 200 rules, each with a tag (no comma, 40 characters) and at least one of words, product,"
        ' version (">=115 <128"), os and user_agent',
    ),
]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the file. Its repr names no value: settings hold secrets and end up in tracebacks."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class ServerSection(Section, frozen=True, kw_only=True):
    host: Address
    port: Port
    reuse_port: bool
    prefix: Prefix
    public_url: Url
    trusted_proxies: Names
    forwarded_header: Forwarded
    connections: Count
    header_seconds: Seconds
    body_seconds: Seconds
    idle_seconds: Seconds
    header_bytes: Bytes
    header_count: Count
    body_bytes: Bytes
    drain_seconds: Seconds
    frame_ancestors: Origins


class DatabaseSection(Section, frozen=True, kw_only=True):
    dsn: Secret
    dsn_file: Path
    data_dir: Path
    pool: Count
    statement_seconds: Seconds


class DjangoSection(Section, frozen=True, kw_only=True):
    enabled: bool
    dsn: Secret
    dsn_file: Path
    secret_key: Secret
    secret_key_file: Path
    secret_key_fallbacks: Secrets
    cookie: Cookie
    login_url: Link
    logout_url: Annotated[
        str, Meta(pattern=r"^((https?://|/)[^\s\"<>]*)?\Z", description="empty, a URL, or a path that starts with /")
    ]
    session_table: Table
    user_table: Table
    username_column: Column
    identity_url: Url
    identity_seconds: Seconds
    identity_cache_seconds: Seconds
    agent_permissions: Names
    monitor_permissions: Names
    agent_groups: Names
    monitor_groups: Names
    recheck_seconds: Seconds


class LimitsSection(Section, frozen=True, kw_only=True):
    users: Count
    rooms: Count
    messages_per_minute: Count
    message_bytes: Bytes
    session_bytes: Bytes
    waiting: Count


class CapacitySection(Section, frozen=True, kw_only=True):
    certificate: Path


class FloodSection(Section, frozen=True, kw_only=True):
    enabled: bool
    messages_per_minute: Count
    bytes_per_minute: Bytes
    staff_messages_per_minute: Count
    staff_bytes_per_minute: Bytes


class ListenSection(Section, frozen=True, kw_only=True):
    wait_seconds: Seconds
    heartbeat_seconds: Seconds
    recent_events: Count
    recent_bytes: Bytes
    listener_bytes: Bytes


class SessionSection(Section, frozen=True, kw_only=True):
    idle_hours: Hours
    absolute_hours: Hours
    per_person: Count


class PresenceSection(Section, frozen=True, kw_only=True):
    reconnecting_seconds: Seconds
    guest_gone_seconds: Seconds
    agent_gone_seconds: Seconds
    grace_seconds: Seconds
    return_seconds: Seconds
    away_minutes: AwayMinutes


class QueueSection(Section, frozen=True, kw_only=True):
    reserve_seconds: Seconds
    offer_seconds: Seconds
    standby: Count
    rules_text: Text
    rules_version: Text
    consent_required: bool
    default_chat_limit: Count
    max_chat_limit: Count
    static_wait_seconds: Seconds
    follow_up_url: Url
    search_url: Url


class DispatchSection(Section, frozen=True, kw_only=True):
    mode: DispatchMode
    trainee_groups: Names
    skill_wait_seconds: Seconds
    preferred_seconds: Seconds
    declined_seconds: Seconds
    missed_offers: Count


class OpeningSection(Section, frozen=True, kw_only=True):
    min_agents: Count
    need_monitor: bool
    reopen_waiting: Whole
    max_wait_minutes: Minutes
    reopen_wait_minutes: Minutes
    hours: Names
    timezone: Name


class RoomsSection(Section, frozen=True, kw_only=True):
    helpers_name: Name
    watchers_visible: bool


class SearchSection(Section, frozen=True, kw_only=True):
    language: Language
    settle_seconds: Seconds


class RetentionSection(Section, frozen=True, kw_only=True):
    days: Days
    sweep_seconds: Seconds


class SurveySection(Section, frozen=True, kw_only=True):
    external_url: Url
    secret: Secret
    secret_file: Path


class ForumSection(Section, frozen=True, kw_only=True):
    kind: ForumKind
    url: Url
    server: Url
    token: Secret
    token_file: Path
    questions: bool
    products: Pairs
    topics: Pairs
    thread_url: Url
    allow_private: bool


class WebhooksSection(Section, frozen=True, kw_only=True):
    url: Url
    secret: Secret
    secret_file: Path
    events: WebhookKinds
    attempts: Count
    first_retry_seconds: Seconds
    retry_seconds: Seconds
    allow_private: bool


class TagsSection(Section, frozen=True, kw_only=True):
    rules: TagRules
    spike_count: Count
    spike_factor: Factor
    spike_seconds: Seconds


class FeedsSection(Section, frozen=True, kw_only=True):
    origins: Names


class PagesSection(Section, frozen=True, kw_only=True):
    title: Name
    products: Names
    topics: Names
    hours: Text
    retention_text: Text
    article_url: Url
    locale: Name
    late_seconds: Seconds


class MetricsSection(Section, frozen=True, kw_only=True):
    token: Secret
    token_file: Path


class DaemonSection(Section, frozen=True, kw_only=True):
    pidfile: FilePath
    user: Text
    group: Text
    umask: Umask
    working_directory: Path
    log_directory: Path
    start_seconds: Seconds
    stop_seconds: Seconds


class LogSection(Section, frozen=True, kw_only=True):
    level: Level
    areas: Areas
    file: Path
    access_file: Path
    addresses: bool
    json: bool
