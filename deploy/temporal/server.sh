#!/bin/sh
# The server takes its password from the environment only; here it comes from the secret's file.
set -eu
POSTGRES_PWD="$(cat /run/secrets/temporal_db_password)"
export POSTGRES_PWD
# Some releases of the image start through this script, some start the server itself.
[ -x /etc/temporal/entrypoint.sh ] && exec /etc/temporal/entrypoint.sh
exec temporal-server start
