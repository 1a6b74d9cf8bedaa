"""Settings: typed, frozen, known from one commented file.

`default.toml` holds every key with its default, `settings.py` each key's type and range. A value comes from the
command, else the environment (`INKO_SECTION_KEY`), else the file given, else the default, and `Config.sources` says
which. Nothing is guessed or clamped: an unknown key or a bad value is a `ConfigError`, one sentence that says where
the value stands and what it must be.
"""

import contextlib
import difflib
import ipaddress
import os
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from . import settings


class ConfigError(Exception):
    """A setting cannot be used; the text is the one line that the operator reads."""


class Config(Struct, frozen=True, kw_only=True):
    """All sections; the file they were read from, if any; and for every "section.key" where its value came from."""

    server: settings.ServerSection
    database: settings.DatabaseSection
    django: settings.DjangoSection
    limits: settings.LimitsSection
    capacity: settings.CapacitySection
    flood: settings.FloodSection
    listen: settings.ListenSection
    session: settings.SessionSection
    presence: settings.PresenceSection
    queue: settings.QueueSection
    dispatch: settings.DispatchSection
    opening: settings.OpeningSection
    rooms: settings.RoomsSection
    search: settings.SearchSection
    retention: settings.RetentionSection
    survey: settings.SurveySection
    forum: settings.ForumSection
    webhooks: settings.WebhooksSection
    tags: settings.TagsSection
    feeds: settings.FeedsSection
    pages: settings.PagesSection
    metrics: settings.MetricsSection
    daemon: settings.DaemonSection
    log: settings.LogSection
    path: str
    sources: dict[str, str]

    def __repr__(self) -> str:
        return "<Config>"

    def shown(self) -> Iterator[tuple[str, str, str]]:
        """("section.key", its value as TOML would write it, where it came from); a secret is only said to be set."""
        for key, (_, extra) in KEYS.items():
            section, name = key.split(".")
            value = getattr(getattr(self, section), name)
            yield key, "(set, not shown)" if value and extra.get("secret") else _as_toml(value), self.sources[key]


def _keys() -> dict[str, tuple[Any, dict]]:
    """ "section.key" -> (its type, the marks of its type: path, secret), in the order of the structs."""
    found = {}
    for section, kind in get_type_hints(Config).items():
        if issubclass(get_origin(kind) or kind, settings.Section):
            for name, hint in get_type_hints(kind, include_extras=True).items():
                found[f"{section}.{name}"] = hint, (_meta(hint).extra or {} if _meta(hint) else {})
    return found


def _meta(hint: Any) -> Meta | None:
    return get_args(hint)[1] if get_origin(hint) is Annotated else None


KEYS = _keys()
VARIABLES = {"INKO_" + key.replace(".", "_").upper(): key for key in KEYS}


SECRET_FILES = {key: f"{key}_file" for key in KEYS if f"{key}_file" in KEYS}


def default_text() -> str:
    """The commented file of all defaults."""
    return resources.files(__package__).joinpath("default.toml").read_text("utf-8")


def default_data_dir(environ: Mapping[str, str] = os.environ) -> str:
    """Where data go when nothing says where: systemd's directory for the service, else the user's own."""
    if state := environ.get("STATE_DIRECTORY"):
        return state.split(":")[0]
    base = environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return os.path.join(base, "inko_lite")


def load(
    path: str | os.PathLike | None = None,
    environ: Mapping[str, str] = os.environ,
    overrides: Mapping[str, Mapping[str, Any]] | None = None,
) -> Config:
    """The settings in force. `overrides` ({section: {key: value}}) are the command's own and win over everything."""
    values, sources = {}, {}

    def take(tables: Mapping, source: str, place: str) -> None:
        given = {key: _checked(key, value, f"{source}: ", place) for key, value in _flat(tables, source).items()}
        for key, file_key in SECRET_FILES.items():
            if given.get(key) and given.get(file_key):
                raise ConfigError(f"{source}: {key} and {file_key} are both set: keep one")
            if given.get(key) or given.get(file_key):
                values[key] = values[file_key] = ""
        values.update(given)
        sources.update(dict.fromkeys(given, source))

    take(tomllib.loads(default_text()), "default", "/")
    if path is not None:
        path = os.path.abspath(path)
        take(_read_toml(path), path, os.path.dirname(path))
    for variable, text in environ.items():
        if variable.startswith("INKO_"):
            if variable not in VARIABLES:
                raise ConfigError(f"the environment: {variable} is no setting{_nearest(variable, VARIABLES)}")
            section, name = VARIABLES[variable].split(".")
            take({section: {name: _from_text(VARIABLES[variable], text)}}, variable, os.getcwd())
    take(overrides or {}, "the command", os.getcwd())
    _read_secret_files(values, sources)
    _agree(values, sources)
    tables = {}
    for key, value in values.items():
        section, name = key.split(".")
        tables.setdefault(section, {})[name] = value
    kinds = get_type_hints(Config)
    sections = {section: kinds[section](**table) for section, table in tables.items()}
    return Config(**sections, path=path or "", sources=sources)


def _read_toml(path: str) -> dict:
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"cannot read the configuration {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from None


def _flat(tables: Mapping, source: str) -> dict[str, Any]:
    """{section: {key: value}} as {"section.key": value}, with every name known."""
    sections = {key.split(".")[0] for key in KEYS}
    flat = {}
    for section, table in tables.items():
        if section not in sections:
            raise ConfigError(f"{source}: [{section}] is no section{_nearest(section, sections)}")
        if not isinstance(table, Mapping):
            raise ConfigError(f"{source}: {section} must be a table: write [{section}] and its keys below")
        for name, value in table.items():
            key = f"{section}.{name}"
            if key not in KEYS:
                raise ConfigError(f"{source}: {key} is no setting{_nearest(key, KEYS)}")
            flat[key] = value
    return flat


def _nearest(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, known, 1, 0.4)
    return f"; the nearest is {close[0]}" if close else ""


def _checked(key: str, value: Any, where: str, place: str) -> Any:
    """`value` in the type of `key`; a path that is relative counts from `place`."""
    kind, extra = KEYS[key]
    try:
        value = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        shown = "" if extra.get("secret") else f", not {_as_toml(value)}"
        raise ConfigError(f"{where}{key} must be {_wanted(kind)}{shown}") from None
    if extra.get("path") and value:
        return os.path.normpath(os.path.join(place, os.path.expanduser(value)))
    return value


def _wanted(kind: Any) -> str:
    meta = _meta(kind)
    return meta.description if meta else "true or false"


def _as_toml(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, Struct):
        value = msgspec.to_builtins(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_as_toml(its)}" for name, its in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_toml, value)) + "]"
    try:
        return msgspec.json.encode(value).decode()
    except TypeError:
        return str(value)


def _from_text(key: str, text: str) -> Any:
    """A variable's text as the TOML or JSON value that `key` takes; text that is no such value is refused by `_checked`."""
    kind = KEYS[key][0]
    kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if kind is str:
        return text
    if get_origin(kind) is list and not text.lstrip().startswith("["):
        return [part.strip() for part in text.split(",") if part.strip()]
    with contextlib.suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(f"value = {' '.join(text.split())}")["value"]
    with contextlib.suppress(msgspec.DecodeError):
        # Tables in a list are easier to write as JSON.
        return msgspec.json.decode(text)
    return text


def _read_secret_files(values: dict[str, Any], sources: dict[str, str]) -> None:
    """For each `x_file` beside an `x`: the file's text, without the newline at its end, becomes `x`."""
    for key, file_key in SECRET_FILES.items():
        path = values[file_key]
        if not path:
            continue
        try:
            with open(path, encoding="utf-8") as file:
                values[key] = _checked(key, file.read().rstrip("\r\n"), f"{path}: ", "/")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise ConfigError(f"{file_key} ({sources[file_key]}): cannot read {path}: {reason}") from None
        if not values[key]:
            raise ConfigError(f"{file_key} ({sources[file_key]}): {path} is empty")
        sources[key] = path


def _agree(values: dict[str, Any], sources: dict[str, str]) -> None:
    """Refuses settings that are right alone and wrong together."""
    for proxy in values["server.trusted_proxies"]:
        try:
            ipaddress.ip_network(proxy)
        except ValueError as error:
            where = sources["server.trusted_proxies"]
            raise ConfigError(f"{where}: server.trusted_proxies takes IP addresses and networks: {error}") from None
    forum, survey = values["forum.kind"], values["survey.external_url"]
    for key, why, is_needed in (
        ("webhooks.secret", "webhooks.url is set, and webhooks are signed", values["webhooks.url"]),
        ("survey.secret", "survey.external_url asks for a {signature}", "{signature}" in survey),
        ("forum.server", f'forum.kind is "{forum}"', forum != "url"),
        ("forum.token", f'forum.kind is "{forum}"', forum == "webhook" or values["forum.questions"]),
    ):
        if is_needed and not values[key]:
            raise ConfigError(f"{key} must be set: {why}")
    for low, high, factor in (
        ("limits.message_bytes", "limits.session_bytes", 1),
        ("limits.message_bytes", "server.body_bytes", 6),
        ("limits.message_bytes", "flood.bytes_per_minute", 1),
        ("limits.message_bytes", "flood.staff_bytes_per_minute", 1),
        ("session.idle_hours", "session.absolute_hours", 1),
        ("queue.default_chat_limit", "queue.max_chat_limit", 1),
        ("webhooks.first_retry_seconds", "webhooks.retry_seconds", 1),
        ("presence.reconnecting_seconds", "presence.guest_gone_seconds", 1),
        *([("django.identity_cache_seconds", "django.recheck_seconds", 2)] if values["django.identity_url"] else []),
        ("presence.reconnecting_seconds", "presence.agent_gone_seconds", 1),
        ("server.drain_seconds", "daemon.stop_seconds", 1),
    ):
        if values[low] * factor > values[high]:
            least = f"{factor} times {low}" if factor > 1 else low
            raise ConfigError(
                f"{high} ({_as_toml(values[high])}, {sources[high]}) must be at least {least}"
                f" ({_as_toml(values[low] * factor)}, {sources[low]})"
            )
