#!/bin/sh
# Measures Hob beside git's own server on the same repositories: bench/git.sh --hob DIR/bin/hob [--quick] (see --help)
set -eu
exec python3 -B "$(dirname -- "$0")/git/main.py" "$@"
