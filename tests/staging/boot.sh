# Makes a root for a box and becomes its systemd. Run by box.py in namespaces of its own: nothing here touches the host.
#   $1 a tmpfs with up/ and work/    $2 a file for the console    $3… host:inside, bound read-only
set -e
place=$1 console=$2
shift 2
mount --make-rprivate /
mkdir -p "$place/root"
# The upper layer may not lie inside the lower one, so it is on a tmpfs; it outlives a boot, as a disk does.
mount -t overlay overlay -o lowerdir=/,upperdir="$place/up",workdir="$place/work" "$place/root"
cd "$place/root"
mount -t proc proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup # version 2 alone, whatever the host has
mount -t tmpfs -o mode=755,nosuid tmpfs dev
for device in null zero full random urandom tty; do
    : > "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
: > dev/console
mount --bind "$console" dev/console
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs tmp
for pair in "$@"; do
    inside=.${pair#*:}
    mkdir -p "$inside"
    mount --bind "${pair%%:*}" "$inside"
    mount -o remount,bind,ro "$inside"
done
if [ ! -e etc/inko-box ]; then
    # The first boot: as if freshly installed. No unit of the host is enabled and none of its clusters or sites is known.
    rm -rf var/lib/apt/lists/* etc/systemd/system var/log/journal var/log/inko-lite etc/fstab etc/inko-lite usr/sbin/policy-rc.d
    rm -rf etc/postgresql/* var/lib/postgresql/* var/log/postgresql/* etc/nginx/sites-enabled/* etc/apache2/sites-enabled/*
    mkdir -p etc/systemd/system etc/systemd/journald.conf.d
    printf '[Journal]\nStorage=volatile\nRateLimitBurst=0\n' > etc/systemd/journald.conf.d/box.conf
    for unit in console-getty.service systemd-logind.service systemd-networkd.service systemd-resolved.service \
        systemd-timesyncd.service getty@.service e2scrub_reap.service systemd-journal-flush.service apt-daily.timer \
        apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer man-db.timer \
        systemd-tmpfiles-clean.timer sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount \
        dev-mqueue.mount sys-fs-fuse-connections.mount; do
        ln -s /dev/null "etc/systemd/system/$unit"
    done
    : > etc/machine-id
    echo inko-box | tee etc/hostname > etc/inko-box
fi
ip link set lo up
mkdir run/host
pivot_root . run/host
umount -l /run/host
rmdir /run/host
mount --make-rshared / # in a container systemd does not do it itself, and LoadCredential= would fail with EACCES
exec env -i container=inko-box PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    /lib/systemd/systemd --unit=multi-user.target --show-status=0
