#!/bin/sh
# Makes or upgrades the engine's two databases; safe to repeat.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal_db_password)"
export SQL_PASSWORD
for database in temporal temporal_visibility; do
  tool="temporal-sql-tool --plugin postgres12 --ep temporal-db -u temporal -p 5432 --db $database"
  $tool create || true
  $tool setup-schema -v 0.0
  $tool update-schema -d "/etc/temporal/schema/postgresql/v12/${database#temporal_}/versioned"
done
