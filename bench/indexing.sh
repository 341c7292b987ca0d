#!/bin/sh
# Measures what readers and pushes notice of a large repository that is read by the search: bench/indexing.sh --hob DIR/bin/hob (see --help)
set -eu
exec python3 -B "$(dirname -- "$0")/indexing/main.py" "$@"
