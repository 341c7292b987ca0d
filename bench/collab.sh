#!/bin/sh
# Measures Hob's issues as they grow: bench/collab.sh --hob DIR/bin/hob (see --help)
set -eu
exec python3 -B "$(dirname -- "$0")/collab/main.py" "$@"
