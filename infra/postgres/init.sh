#!/bin/sh
# The few steps that need a PostgreSQL superuser, once per server: roles to log in with, the database, and set_config.
# Everything else is done by `manage.py bootstrap_database` as the owner. The postgres image runs this on its first start;
# elsewhere: sudo -u postgres OWNER_PASSWORD_FILE=/path/to/file sh infra/postgres/init.sh
set -eu
: "${OWNER_PASSWORD_FILE:?names the file with the password of the owner role}"

# The password goes through psql's standard input, not through its arguments, which every process may read.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<SQL
\set password \`cat "\$OWNER_PASSWORD_FILE"\`
CREATE ROLE hn_owner LOGIN CREATEDB CREATEROLE PASSWORD :'password';
-- The owner sets the web login's password (bootstrap_database) and may therefore administer it.
SET ROLE hn_owner;
CREATE ROLE hn_web LOGIN NOINHERIT;
RESET ROLE;

-- Whoever may call set_config (or change pg_settings, which calls it) could change the role inside one injected SELECT
-- (docs/adr/0002). Databases made later, restored ones as well, inherit this from template1.
\connect template1
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO hn_owner, hn_web;
REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC;
CREATE DATABASE hilfenetz OWNER hn_owner;
REVOKE ALL ON DATABASE hilfenetz FROM PUBLIC;
SQL
