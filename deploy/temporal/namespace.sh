#!/bin/sh
# Makes the namespace and its search attribute; safe to repeat.
set -eu
temporal operator cluster health
temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 90d
temporal operator search-attribute create -n "$TEMPORAL_NAMESPACE" --name HandleplanProgramme --type Keyword || true
