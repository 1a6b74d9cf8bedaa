#!/bin/bash
# Installs inko_lite for systemd: a virtual environment, units, account, logs, an example configuration. Nothing is started
# and no configuration is overwritten, so it is also how a new version is put in the old one's place.
#   DESTDIR  a directory to install below, for packages (then nothing of the running system is told)
#   PREFIX   where the program goes [/opt/inko-lite]
#   PYTHON   the interpreter to use [python3]
#   EXTRAS   what to install beside the program, "[embedded]" for example
# pip's own settings hold too: PIP_NO_INDEX=1 and PIP_FIND_LINKS=DIR install without a network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 022

DESTDIR=${DESTDIR:-} PREFIX=${PREFIX:-/opt/inko-lite} PYTHON=${PYTHON:-python3} EXTRAS=${EXTRAS:-}
if [ -z "$DESTDIR" ] && [ "$(id -u)" != 0 ]; then
    echo "install.sh: only root can install into the system; a package is made with DESTDIR=" >&2
    exit 1
fi

put() { install -D -m "$1" "$2" "$DESTDIR$3"; }

# The new version is made beside the old one and takes its place at once: workers that run have their files open.
new="$DESTDIR$PREFIX.new" old="$DESTDIR$PREFIX.old"
rm -rf "$new" "$old"
"$PYTHON" -m venv "$new"
PIP_CONSTRAINT=$PWD/requirements.lock "$new/bin/pip" install --quiet --disable-pip-version-check "$PWD$EXTRAS"
# Scripts name their interpreter by its path, which is about to change.
grep -rlIF "$new" "$new/bin" "$new/pyvenv.cfg" | xargs sed -i "s|$new|$PREFIX|g"
if [ -e "$DESTDIR$PREFIX" ]; then mv "$DESTDIR$PREFIX" "$old"; fi
mv "$new" "$DESTDIR$PREFIX"
rm -rf "$old"
mkdir -p "$DESTDIR/usr/bin"
ln -sfn "$PREFIX/bin/inko-lite" "$DESTDIR/usr/bin/inko-lite"

units=/usr/lib/systemd/system
for unit in inko-lite.socket inko-lite-own@.socket inko-lite.target inko-lite@.service inko-lite-do@.service; do
    put 644 "deploy/systemd/$unit" "$units/$unit"
    sed -i "s|/opt/inko-lite/|$PREFIX/|" "$DESTDIR$units/$unit"
done
put 644 deploy/systemd/network.conf /usr/share/inko-lite/network.conf
put 644 deploy/systemd/sysusers.conf /usr/lib/sysusers.d/inko-lite.conf
put 644 deploy/systemd/tmpfiles.conf /usr/lib/tmpfiles.d/inko-lite.conf
put 644 deploy/logrotate/inko-lite /etc/logrotate.d/inko-lite
put 644 deploy/monitoring/inko-lite.rules.yml /usr/share/inko-lite/monitoring/inko-lite.rules.yml
put 644 deploy/monitoring/inko-lite.dashboard.json /usr/share/inko-lite/monitoring/inko-lite.dashboard.json
put 644 deploy/nginx/inko-lite.conf /usr/share/inko-lite/nginx/inko-lite.conf
put 644 deploy/apache/inko-lite.conf /usr/share/inko-lite/apache/inko-lite.conf
for page in docs/*.md deploy/inko-lite.example.toml; do put 644 "$page" "/usr/share/doc/inko-lite/$(basename "$page")"; done
if [ ! -e "$DESTDIR/etc/inko-lite/inko-lite.toml" ]; then put 644 deploy/inko-lite.toml /etc/inko-lite/inko-lite.toml; fi

if [ -z "$DESTDIR" ] && [ -d /run/systemd/system ]; then
    systemd-sysusers inko-lite.conf
    systemd-tmpfiles --create inko-lite.conf
    systemctl daemon-reload
fi
echo "installed inko_lite $("$DESTDIR$PREFIX/bin/python" -c 'import inko_lite; print(inko_lite.__version__)') in $PREFIX; next: docs/operations.md"
