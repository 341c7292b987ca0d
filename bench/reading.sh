#!/bin/sh
# Opens every file of real repositories and compares their blame and history with git's: bench/reading.sh --hob DIR/bin/hob REPOSITORY.git...
set -eu
exec python3 -B "$(dirname -- "$0")/reading/main.py" "$@"
