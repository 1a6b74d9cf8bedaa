"""The staging bundle in a really booted systemd: installed as docs/operations.md says, then restarted, killed, hung and rebooted."""
