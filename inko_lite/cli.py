"""The command `inko-lite`: reads what was asked, calls one thing, says what failed in one line.

Exit codes: 0 done, 1 failed, 2 wrong use. Nothing of gevent, Django or PostgreSQL is imported before a command needs
it: `--version` is instant, and the embedded PostgreSQL starts before gevent patches the process.
"""

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import click

from . import __version__
from .config import Config, ConfigError, default_data_dir, load
from .daemon import ListenError, is_loopback
from .errors import Refusal
from .foreground import StartRefused, database_of
from .foreground import serve as serve_in_foreground
from .postgres_binaries import EmbeddedError

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
def check(path: str) -> None:
    """Say what is in force and where it came from, what is wrong, and how to mend it."""
    with one_line():
        config = load(path)
    for key, value, source in config.shown():
        click.echo(f"{key} = {value}   ({source})")
    from .check import findings

    wrong = 0
    for good, sentence in findings(config):
        click.echo(f"{'good' if good else 'WRONG'}: {sentence}")
        wrong += not good
    if wrong:
        raise Failed(f"wrong with {config.path}: {wrong}, marked WRONG above")
