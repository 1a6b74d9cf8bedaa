# What the load test calls three times to restart the service: each time in another way, and before it the logs are turned
# and the configuration is read again. Writes to `spans` in its directory what was done, from when until when, in seconds
# since the machine was booted.
set -euo pipefail
cd "$(dirname "$0")"
log=/var/log/inko-lite

now() { cut -d ' ' -f 1 /proc/uptime; }

did() {
    local began
    began=$(now)
    "${@:2}"
    echo "$1|$began|$(now)" >> spans
}

count() { cat $log/$1 2>/dev/null | grep -cE "$2" || true; }

# Returns when people have said ten things more.
ten_messages() {
    local said='POST /message/[^/ ]+ 20' before
    before=$(count access.log "$said")
    until [ "$(count access.log "$said")" -ge $((before + 10)) ]; do sleep 0.05; done
}

turn_logs() {
    logrotate --force /etc/logrotate.d/inko-lite
    ten_messages
}

# Until both workers have said what came of it.
reload() {
    local before
    before=$(count inko-lite.log ' reload: ')
    systemctl reload inko-lite@1 inko-lite@2
    until [ "$(count inko-lite.log ' reload: ')" -ge $((before + 2)) ]; do sleep 0.05; done
    ten_messages
}

one_after_the_other() {
    systemctl restart inko-lite@1
    systemctl restart inko-lite@2
}

turns=$(grep -c '^logs turned|' spans 2>/dev/null || true)
did "logs turned" turn_logs
did "a reload" reload
case ${turns:-0} in
    0) did "two workers, one after the other" one_after_the_other ;;
    1) did "both at once" systemctl restart inko-lite.target ;;
    2)
        systemctl stop inko-lite@2
        did "the only worker" systemctl restart inko-lite@1
        systemctl start inko-lite@2
        ;;
esac
