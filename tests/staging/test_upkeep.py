"""What an operator does now and then, by the guide: change the configuration, back up, restore, upgrade, reboot, package."""

import re

from ..cast import Cast, Problem
from .installed import SOURCE, URL, until

RESTORE, BACKUP = "pg_restore", "pg_dump"
NEXT_MIGRATION = "CREATE TABLE next_version (id integer);\n"


def test_a_changed_configuration_is_taken_over_without_a_restart(service, cast):
    pids = service.pid(1), service.pid(2)
    path = "/etc/inko-lite/inko-lite.toml"
    before = service.box.path(path).read_text()
    service.box.write(path, before + "\n[limits]\nwaiting = 49\n")
    service.follow("Configuration")
    limit = 'inko_limit{limit="waiting"} 49.0'
    until(lambda: all(limit in metrics_of(service, each) for each in (1, 2)), 60, "both workers have the new limit")
    service.box.write(path, before)
    service.follow("Configuration")
    assert (service.pid(1), service.pid(2)) == pids


def metrics_of(service, worker) -> str:
    return service.box.shell(f"curl -s http://127.0.0.1:808{worker}/metrics")


def test_each_worker_answers_for_itself_at_its_own_address(service, cast):
    answered = set()
    for worker in (1, 2):
        measures = metrics_of(service, worker)
        # Both may have started in the same hundredth of a second; their memory is never the same to the byte.
        answered.add(tuple(re.findall(r"^process_(?:start_time|resident)\w+ (\S+)", measures, re.MULTILINE)))
        # What the alerts want of the process is there in spite of the cage.
        assert re.search(r"^process_resident_memory_bytes [1-9]", measures, re.MULTILINE)
        assert re.search(r"^process_cpu_seconds_total ", measures, re.MULTILINE)
    assert len(answered) == 2


def test_a_backup_is_restored_and_people_go_on(service, cast):
    ana, gus, room = service.chat(cast)
    gus.listens(0)
    ana.says(room, "kept")
    gus.hears("message", body="kept")
    service.follow("Backup and restore", lambda block: BACKUP in block)
    ana.says(room, "said after the dump")
    gus.hears("message", body="said after the dump")
    gus.deaf()
    service.follow("Backup and restore", lambda block: RESTORE in block)
    assert "all invariants hold" in service.journal("inko-lite-do@doctor")
    try:
        gus.get(f"/listen?cursor={gus.cursor}&wait=0")
        raise AssertionError("the page was not told that its cursor is from another time")
    except Problem as problem:
        assert problem.code == "cursor.gone"
    texts = [event["body"] for event in gus.get(f"/message/{room}").json["events"] if event["kind"] == "message"]
    assert texts == ["kept"]
    gus.listens(), ana.listens()
    gus.says(room, "and on it goes")
    ana.hears("message", body="and on it goes")


def test_an_upgrade_with_a_migration_by_the_guide_goes_unnoticed(service, cast):
    ana, gus, room = service.chat(cast)
    gus.listens(), ana.listens()
    service.box.write(f"{SOURCE}/inko_lite/migrations/0999_next.sql", NEXT_MIGRATION)
    service.box.write(f"{SOURCE}/inko_lite/__init__.py", '"""The next version."""\n\n__version__ = "99.0"\n')
    service.follow("Upgrading")
    assert "applying 0999_next" in service.journal("inko-lite-do@migrate")
    assert 'version="99.0"' in metrics_of(service, 1) and 'version="99.0"' in metrics_of(service, 2)
    ana.says(room, "still here")
    gus.hears("message", body="still here")
    # Going back without the restore: the old version says why it does not start.
    package = service.box.shell("/opt/inko-lite/bin/python -c 'import inko_lite; print(inko_lite.__path__[0])'").strip()
    service.box.shell(f"mv {package}/migrations/0999_next.sql /srv/")
    service.systemctl("restart", "inko-lite@1", check=False)
    until(
        lambda: "this database is from a later version" in service.journal("inko-lite@1"),
        10,
        "the old version says why",
    )
    service.box.shell(f"mv /srv/0999_next.sql {package}/migrations/")
    until(lambda: service.property("inko-lite@1", "ActiveState") == "active", 60, "it tries again by itself")


def test_after_a_reboot_everything_is_back_by_itself(service):
    box = service.box
    with box.network():
        people = Cast(URL)
        ana, gus, room = service.chat(people)
        gus.listens(0)
        ana.says(room, "before")
        gus.hears("message", body="before")
        gus.deaf()
    box.reboot()
    with box.network():
        until(lambda: service.pid(1) and service.pid(2), 60, "both workers are back")
        for person in (ana, gus):
            person._connection = None
        gus.heard.clear()
        gus.listens(gus.cursor)
        ana.says(room, "after")
        assert gus.hears("message", body="after")
        assert service.systemctl("is-system-running") == "running"
        people.leave()


BY_HAND = """
systemctl disable -q --now inko-lite.socket inko-lite.target inko-lite@1 inko-lite@2
systemctl stop inko-lite-own@1.socket inko-lite-own@2.socket
rm -r /opt/inko-lite /usr/bin/inko-lite /etc/inko-lite /var/log/inko-lite /etc/logrotate.d/inko-lite /usr/share/inko-lite \
    /usr/share/doc/inko-lite /usr/lib/systemd/system/inko-lite* /usr/lib/sysusers.d/inko-lite.conf /usr/lib/tmpfiles.d/inko-lite.conf
userdel inko-lite
systemctl daemon-reload
runuser -u postgres -- dropdb --force inko
runuser -u postgres -- createdb --owner=inko-lite inko
"""


def test_the_package_has_all_of_it_and_leaves_nothing_behind(service, package):
    box, folder = service.box, package()
    box.shell(BY_HAND)
    service.follow("As a package", lambda block: "apt-get install" in block, folder)
    print(box.shell(f"du -h {folder}/build/*.deb; dpkg-query -W -f '${{Installed-Size}} KB installed' inko-lite"))
    assert service.systemctl("is-active", "inko-lite.socket", check=False) == "inactive", "nothing is started"
    service.follow("First installation", lambda block: re.search("SECRET_KEY|do@migrate|enable --now", block))
    with box.network():
        people = Cast(URL)
        ana, gus, room = service.chat(people)
        ana.says(room, "from a package")
        gus.hears("message", body="from a package")
        people.leave()
    assert box.shell("dpkg --verify inko-lite") == "", "it changes nothing of what was unpacked"
    box.shell("DEBIAN_FRONTEND=noninteractive apt-get -qq purge -y inko-lite")
    left = box.run("sh", "-c", "ls -d /opt/inko-lite /etc/inko-lite /var/log/inko-lite", check=False).stdout
    units = service.systemctl("list-units", "--all", "--no-legend", "inko-lite.*", "inko-lite@*", "inko-lite-own@*")
    assert not left and not units
    assert service.systemctl("is-system-running") == "running"
