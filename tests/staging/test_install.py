"""The guide leads from a bare Debian to the first chat, and what it installs is in order."""

import re

from .guide import GUIDE

UNIT, NETWORK = "/usr/lib/systemd/system/inko-lite@.service", "/usr/share/inko-lite/network.conf"


def test_the_guide_leads_to_a_service_that_answers(service, cast):
    assert service.systemctl("is-system-running") == "running"
    assert service.ready()["ready"]
    # It tells the shared address, not the one that it has for itself.
    assert "ready: http://127.0.0.1:8080\n" in service.journal("inko-lite@1")
    assert '"ready":true' in service.output[max(service.output)].replace(" ", "")


def test_the_first_chat(service, cast):
    ana, gus, room = service.chat(cast)
    gus.listens(), ana.listens()
    gus.says(room, "My bookmarks are gone.")
    assert ana.hears("message", body="My bookmarks are gone.")["from"]["name"] == "Gus"
    ana.says(room, "They are not.")
    gus.hears("message", body="They are not.")
    assert service.query(f"SELECT count(*) FROM events WHERE kind = 'message' AND room_id = '{room}'") == "2"


def test_postgresql_knows_the_workers_by_their_account_without_a_password(service):
    seen = service.query(
        "SELECT DISTINCT usename, client_addr IS NULL FROM pg_stat_activity WHERE application_name LIKE 'inko-lite%'"
    )
    assert seen == "inko-lite|t"
    assert service.property("inko-lite@1", "User") == "inko-lite"


def test_systemd_finds_nothing_to_object_to_in_the_units(service):
    units = ["inko-lite@1.service", "inko-lite-do@check.service", "inko-lite.socket", "inko-lite-own@1.socket"]
    done = service.box.run("systemd-analyze", "verify", "--man=no", "inko-lite.target", *units, check=False)
    said = [line for line in done.stderr.splitlines() if "inko-lite" in line]
    assert done.returncode == 0 and not said, done.stderr


def exposure(service, worker) -> str:
    said = service.box.run("systemd-analyze", "security", "--no-pager", f"inko-lite@{worker}.service").stdout
    return re.search(r"Overall exposure level for \S+: ([\d.]+)", said)[1]


def network_of(service, worker) -> str:
    return service.box.shell(f"readlink /proc/{service.pid(worker)}/ns/net")


def test_a_worker_is_exposed_to_as_little_as_works(service, cast):
    closed, box = exposure(service, 1), service.box
    # The line that network.conf itself gives.
    use = re.search(r"^#\s+(install -D .*)$", box.path(NETWORK).read_text(), re.MULTILINE)[1]
    box.shell(f"{use}; systemctl daemon-reload; systemctl start inko-lite@3")
    try:
        opened = exposure(service, 3)
        assert '"ready":true' in box.shell("curl -s http://127.0.0.1:8083/readyz").replace(" ", "")
        assert network_of(service, 3) == box.shell("readlink /proc/1/ns/net") != network_of(service, 1)
    finally:
        box.shell(
            "systemctl stop inko-lite@3 inko-lite-own@3.socket; rm -r /etc/systemd/system/inko-lite@.service.d;"
            "systemctl daemon-reload"
        )
    print(f"exposure: {closed} without a network, {opened} with one")
    assert float(closed) <= 0.5 and float(opened) <= 1.2
    unit, drop_in = (box.path(path).read_text() for path in (UNIT, NETWORK))
    assert f"says {closed} for this file" in unit and f"says {opened} instead of {closed}" in drop_in
    assert f"rates them {closed} of 10" in GUIDE.read_text("utf-8")


def test_secrets_are_for_root_and_the_worker_alone(service):
    assert service.box.shell("stat -c '%a %U' /etc/inko-lite/secrets/* | sort -u") == "600 root\n"
    path = "/etc/inko-lite/secrets/django_secret_key"
    assert service.box.run("runuser", "-u", "inko-lite", "--", "cat", path, check=False).returncode
    secret = service.box.path(path).read_text()
    environment = service.box.path(f"/proc/{service.pid(1)}/environ").read_bytes().decode()
    assert secret not in environment and "INKO_DJANGO_SECRET_KEY_FILE" in environment
    assert secret not in service.box.run("journalctl", "--no-pager").stdout


def test_status_has_live_figures(service, cast):
    service.chat(cast)
    found = service.box.shell(
        "until systemctl show -p StatusText --value inko-lite@1 | grep -q 'users [1-9]'; do sleep 0.1; done;"
        "systemctl show -p StatusText --value inko-lite@1"
    )
    assert re.fullmatch(
        r"users \d+, rooms \d+, waiting \d+, messages a minute \d+; this worker's listeners \d+\n", found
    )


def test_two_workers_share_the_socket(service, cast):
    pids = {service.pid(1), service.pid(2)}
    assert len(pids) == 2 and 0 not in pids
    for _ in range(100):
        cast.stranger().request("GET", "/healthz")
    lines = service.lines_of("access.log")
    assert all(any(f" {pid} " in line for line in lines) for pid in pids)
