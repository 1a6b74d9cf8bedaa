#!/bin/bash
# Makes a Debian package of what install.sh installs: build/inko-lite_VERSION_ARCHITECTURE.deb. It needs no root. The program
# in it runs with the python3 of the Debian that it is made on; EXTRAS and pip's settings are as for install.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 022

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
DESTDIR=$tree PREFIX= PYTHON=/usr/bin/python3 deploy/install.sh
python=$(/usr/bin/python3 -c 'import sys; print("python3 (>= 3.%d~), python3 (<< 3.%d)" % (sys.version_info[1], sys.version_info[1] + 1))')
version=$("$tree/opt/inko-lite/bin/python" -c 'import inko_lite; print(inko_lite.__version__)')
architecture=$(dpkg --print-architecture)

mkdir "$tree/DEBIAN"
find "$tree/etc" -type f -printf '/etc/%P\n' > "$tree/DEBIAN/conffiles"
cat > "$tree/DEBIAN/control" <<CONTROL
Package: inko-lite
Version: $version
Architecture: $architecture
Maintainer: the inko_lite authors <inko-lite@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f 1)
Depends: $python, systemd
Recommends: logrotate, postgresql
Section: web
Priority: optional
Description: live support chat for a Django site
 Guests, helpers, a queue and rooms. What comes after the installation is in /usr/share/doc/inko-lite/operations.md.
CONTROL
# As `make install`: nothing is started, and workers that run go on until they are restarted, after `migrate`.
cat > "$tree/DEBIAN/postinst" <<'SCRIPT'
#!/bin/sh
set -e
systemd-sysusers inko-lite.conf
systemd-tmpfiles --create inko-lite.conf
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
SCRIPT
cat > "$tree/DEBIAN/prerm" <<'SCRIPT'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    systemctl disable --quiet inko-lite@.service inko-lite.target inko-lite.socket
    systemctl stop inko-lite.socket 'inko-lite-own@*.socket' inko-lite.target 'inko-lite@*.service'
fi
SCRIPT
# Conversations are in the database, which is not the package's.
cat > "$tree/DEBIAN/postrm" <<'SCRIPT'
#!/bin/sh
set -e
if [ "$1" = purge ]; then rm -rf /etc/inko-lite /var/log/inko-lite; fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
SCRIPT
chmod 755 "$tree/DEBIAN/postinst" "$tree/DEBIAN/prerm" "$tree/DEBIAN/postrm"
mkdir -p build
dpkg-deb --root-owner-group -Zzstd --build "$tree" "build/inko-lite_${version}_$architecture.deb"
