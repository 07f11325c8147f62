#!/bin/sh
# Backs up every night at HILFENETZ_BACKUP_AT (default 02:30), for compose; systemd has a timer instead.
# A failure ends the container with its error; the restarted one does not report healthy until a backup succeeds.
set -eu
at=${HILFENETZ_BACKUP_AT:-02:30}
while :; do
    now=$(date +%s)
    next=$(date -d "$at" +%s)
    [ "$next" -gt "$now" ] || next=$((next + 86400))
    sleep $((next - now)) &
    trap 'kill $!; exit 0' TERM INT
    wait $!
    python manage.py backup
done
