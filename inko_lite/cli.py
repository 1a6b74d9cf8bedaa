"""The command `inko-lite`: reads what was asked, calls one thing, says what failed in one line.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 not running; `status` has those of LSB. Nothing of gevent, Django or PostgreSQL
is imported before a command needs it: `--version` is instant, and the embedded PostgreSQL starts before gevent patches the
process.
"""

import contextlib
import logging
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .config import Config, ConfigError, default_data_dir, load
from .daemon import ListenError, is_loopback
from .errors import Refusal
from .foreground import StartRefused, database_of, schema_problem
from .foreground import serve as serve_in_foreground
from .postgres_binaries import EmbeddedError

if TYPE_CHECKING:
    from .server import Server

config_option = click.option(
    "--config", "path", required=True, metavar="FILE", type=click.Path(), help="The configuration, a TOML file."
)


class Failed(click.ClickException):
    """What was asked could not be done, and why."""

    def show(self, file: Any = None) -> None:
        click.echo(f"inko-lite: {self.message}", err=True)


@contextlib.contextmanager
def one_line(*also: type[Exception]) -> Iterator[None]:
    """Ends the command with one line for each expected kind of failure; all else is a bug and keeps its traceback."""
    try:
        yield
    except Refusal as refusal:
        cause = " ".join(str(refusal.__cause__ or "").split())
        raise Failed(f"{refusal.detail} ({cause})" if cause else refusal.detail) from None
    except (ConfigError, ListenError, EmbeddedError, StartRefused, *also) as error:
        raise Failed(" ".join(str(error).split())) from None


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="inko-lite", message="%(prog)s %(version)s")
def main() -> None:
    """A live support chat for a Django site."""
    # Until a server sets its log up, what fails is said once, by the command itself.
    logging.getLogger("inko_lite").addHandler(logging.NullHandler())


@main.command()
@click.option("--host", metavar="H", help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", metavar="P", type=int, help="The port to listen on; 0 takes a free one.  [default: 8080]")
@click.option("--data-dir", metavar="D", type=click.Path(), help="Where the data are kept, and found again next time.")
@click.option("--agents", metavar="N", type=click.IntRange(0, 500), default=0, help="More accounts: agent01 and so on.")
@click.option("--i-know-this-is-a-demo", "exposed", is_flag=True, help="Let other machines in: anybody may sign in.")
def demo(host: str | None, port: int | None, data_dir: str | None, agents: int, exposed: bool) -> None:
    """Everything on this machine: a PostgreSQL of its own, and accounts to play with."""
    server = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    with one_line():
        # A demo has everything of its own: what the environment says about real databases is not for it.
        own = {"dsn": "", "dsn_file": ""}
        place = {"data_dir": data_dir or f"{default_data_dir()}/demo"}
        asked = {"server": server, "database": {**own, **place}, "django": own}
        config = load(overrides=asked)
        if not exposed and not is_loopback(config.server.host):
            raise Failed(
                "a demo lets anybody sign in, so it listens on loopback only;"
                f" to listen on {config.server.host} all the same, add --i-know-this-is-a-demo"
            )
        serve_in_foreground(config, lambda dsn: _demo_config(asked, dsn, agents), demo=True)


def _demo_config(asked: dict, dsn: str, agents: int) -> Config:
    """The settings of a demo, whose Django site is written into the database first."""
    from .demo import DemoError, prepare

    with one_line(DemoError):
        site = prepare(dsn, asked["database"]["data_dir"], agents)
    database = {**asked["database"], "dsn": dsn}
    return load(overrides={**asked, "database": database, "django": {**asked["django"], **site}})


@main.command()
@config_option
@click.option("--reuse-port", is_flag=True, help="Share the port with other servers (SO_REUSEPORT).")
def serve(path: str, reuse_port: bool) -> None:
    """Serve in the foreground, which is what systemd runs."""
    asked = {"server": {"reuse_port": True}} if reuse_port else {}
    with one_line():
        serve_in_foreground(
            load(path, overrides=asked),
            lambda dsn: load(path, overrides={**asked, "database": {"dsn": dsn}}),
        )


# ── as a daemon ─────────────────────────────────────────────────────────────────────────────────────────────────────


@main.command()
@config_option
def start(path: str) -> None:
    """Start as a daemon: detached, with a pidfile and log files."""
    _as_daemon("start", path)


@main.command()
@config_option
def stop(path: str) -> None:
    """End the daemon, once it has answered whoever is connected."""
    _as_daemon("stop", path)


@main.command()
@config_option
def restart(path: str) -> None:
    """Replace the daemon by a new one; clients are not refused, and if the new one fails the old one goes on."""
    _as_daemon("restart", path)


@main.command()
@config_option
def reload(path: str) -> None:
    """Let the daemon read its configuration again; says what is in force and what waits for a restart."""
    _as_daemon("reload", path)


@main.command()
@config_option
def status(path: str) -> None:
    """Say how the daemon is.  [exit code: 0 running, 1 dead, 3 not running, 4 unknown]"""
    from . import service

    sys.exit(service.status(path, click.echo))


def _as_daemon(command: str, path: str) -> None:
    from . import service
    from .daemon.control import ControlError
    from .daemon.detach import StartFailed
    from .daemon.pidfile import PidfileError

    with one_line(StartFailed, PidfileError, ControlError):
        try:
            getattr(service, command)(path, click.echo)
        except service.NotRunning:
            click.echo("inko-lite: not running", err=True)
            sys.exit(3)


@main.command()
@config_option
def migrate(path: str) -> None:
    """Bring the database up to date."""
    with one_line(), database_of(load(path)) as dsn:
        from .database import migrate

        applied = migrate(dsn, report=lambda name: click.echo(f"applying {name}"))
        click.echo(f"applied {len(applied)}: the database is up to date" if applied else "the database is up to date")


@main.command()
@config_option
@click.option("--cookies", "asks", is_flag=True, help="Read a browser's Cookie header too, and say whom it is taken for.")
def check(path: str, asks: bool) -> None:
    """Say what is in force and where it came from, what is wrong, and how to mend it."""
    with one_line():
        config = load(path)
    cookies = _cookies() if asks else None
    for key, value, source in config.shown():
        click.echo(f"{key} = {value}   ({source})")
    from .check import WARNING, WRONG, findings

    levels = []
    for level, sentence in findings(config, cookies):
        click.echo(f"{level}: {sentence}")
        levels.append(level)
    if wrong := levels.count(WRONG):
        raise Failed(f"wrong with {config.path}: {wrong}, marked WRONG above")
    if warnings := levels.count(WARNING):
        click.echo(f"inko-lite: nothing wrong with {config.path}, and warnings: {warnings}", err=True)


def _cookies() -> str:
    """A Cookie header, from standard input or typed unseen: on a command line everybody could read it."""
    if sys.stdin.isatty():
        return click.prompt("Cookie header of a browser that is signed in on the site", hide_input=True)
    return sys.stdin.read().strip()


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _site_of(path: str) -> Iterator["Server"]:
    """The parts of a server that does not serve, over the database of a configuration; the servers that run go on."""
    with one_line(), database_of(load(path)) as dsn:
        from .database import schema_state
        from .server import Server

        if problem := schema_problem(schema_state(dsn), path):
            raise Failed(problem)
        server = Server(load(path, overrides={"database": {"dsn": dsn}}))
        try:
            yield server
        finally:
            server.database.close()


@main.command()
@config_option
def doctor(path: str) -> None:
    """Look at the invariants of the data: say which are broken, and by what."""
    with one_line(), database_of(load(path)) as dsn:
        from .database import schema_state
        from .doctor import diagnose

        if problem := schema_problem(schema_state(dsn), path):
            raise Failed(problem)
        findings = diagnose(dsn)
    for finding in findings:
        for line in finding.lines():
            click.echo(line)
    if findings:
        raise Failed(f"broken invariants: {len(findings)}, listed above")
    click.echo("all invariants hold")


@main.group()
def transcripts() -> None:
    """Conversations as files."""


class Moment(click.ParamType):
    """A day or a time; `last` takes the end of the day."""

    name = "day or time"

    def __init__(self, last: bool = False) -> None:
        self.last = last

    def convert(self, value: str, param: Any, ctx: Any) -> datetime:
        from .desk.transcripts import day_or_time

        try:
            return day_or_time(value, self.last)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@transcripts.command()
@config_option
@click.option("--from", "since", metavar="DAY", type=Moment(), help="Only what began on this day (UTC) or later.")
@click.option("--to", "until", metavar="DAY", type=Moment(last=True), help="Only what began on this day or earlier.")
@click.option("--format", "form", type=click.Choice(["json", "csv", "text"]), required=True, help="csv: a row each.")
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="Where to; only its owner may read it.")
def export(path: str, since: datetime | None, until: datetime | None, form: str, out: str | None) -> None:
    """Write all conversations, the newest first, to standard output or a file."""
    from .desk.transcripts import Filters

    filters = Filters(since=since, until=until)
    with _site_of(path) as server, one_line(OSError):
        length = server.exports.count(None, filters)
        with _sink(out) as write, click.progressbar(length=length, label="exporting", file=sys.stderr) as bar:
            for piece in server.exports.many(None, filters, form, done=lambda: bar.update(1)):
                write(piece)


@contextlib.contextmanager
def _sink(out: str | None) -> Iterator[Any]:
    """Where an export goes. A file takes its name only when it is whole."""
    if out is None:
        # As it is: a text may hold line ends of its own.
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout.write
        return
    part = out + ".part"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        yield file.write
    os.replace(part, out)


class Age(click.ParamType):
    """A span of time such as 90d, 12w or 36h."""

    name = "age"

    def convert(self, value: Any, param: Any, ctx: Any) -> timedelta:
        found = re.fullmatch(r"(\d{1,6})([hdw])", value)
        if found is None:
            self.fail(f"{value!r} is no age: write 90d for 90 days, 12w for 12 weeks or 36h for 36 hours", param, ctx)
        return int(found[1]) * {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}[found[2]]


@main.command()
@config_option
@click.option("--older-than", "age", metavar="90d", type=Age(), help="What ended so long ago.")
@click.option("--guest", metavar="ID", help="Only this guest, and then all that is kept of the guest.")
@click.option("--dry-run", is_flag=True, help="Only say how much it would be.")
def purge(path: str, age: timedelta | None, guest: str | None, dry_run: bool) -> None:
    """Take texts, names and metadata away for good; that something happened stays, without them."""
    if age is None and guest is None:
        raise click.UsageError("say what: --older-than, --guest or both")
    cutoff = None if age is None else datetime.now(UTC) - age
    with _site_of(path) as server:
        if guest is not None:
            _erase(server, guest, cutoff, dry_run)
            return
        total = server.retention.counts(cutoff)
        if not dry_run:
            with click.progressbar(length=total["events"], label="purging", file=sys.stderr) as bar:
                total = server.retention.purge(cutoff, done=bar.update)
        click.echo(
            f"{'would purge' if dry_run else 'purged'}: conversations {total['rooms']}, guests {total['sessions']},"
            f" events {total['events']}"
        )


def _erase(server: "Server", guest: str, cutoff: datetime | None, dry_run: bool) -> None:
    seen = server.subjects.last_seen(guest)
    if cutoff is not None and seen >= cutoff:
        raise Failed(f"the guest was here at {seen:%Y-%m-%d %H:%M} UTC, which is not that long ago: nothing was purged")
    if dry_run:
        subject = server.subjects.find(guest)
        click.echo(f"would purge: sessions {len(subject.sessions)}, conversations {len(subject.rooms)}")
        return
    total = server.subjects.erase(None, guest)
    click.echo(f"purged: sessions {total['sessions']}, conversations {total['rooms']}, events {total['events']}")
