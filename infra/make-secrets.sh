#!/bin/sh
# Makes the passwords of a new service once, each in a file of its own under infra/secrets; never overwrites one.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
[ ! -e secrets/secret_key ] || { echo "infra/secrets ist schon gefüllt; es bleibt, wie es ist." >&2; exit 1; }

random() { head -c 36 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }

owner=$(random)
web=$(random)
printf %s "$(random)" >secrets/postgres_password
printf %s "$owner" >secrets/owner_password
printf %s "postgresql://hn_owner:$owner@db:5432/hilfenetz" >secrets/database_owner_url
printf %s "postgresql://hn_web:$web@db:5432/hilfenetz" >secrets/database_url
printf %s "$(random)$(random)" >secrets/secret_key
# The containers read them as a user of their own; the folder itself lets nobody but its owner in.
chmod 0444 secrets/*
echo "Fünf Dateien in infra/secrets angelegt. Sichern Sie sie getrennt von den Datensicherungen."
