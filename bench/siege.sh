#!/bin/sh
# Lets a crawler loose on a node of its own and measures what a person notices: bench/siege.sh --hob DIR/bin/hob
set -eu
exec python3 -B "$(dirname -- "$0")/siege/main.py" "$@"
