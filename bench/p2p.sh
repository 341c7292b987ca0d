#!/bin/sh
# Measures Hob as a peer, beside the real radicle-node: bench/p2p.sh --hob DIR/bin/hob --radicle DIR (see --help)
set -eu
exec python3 -B "$(dirname -- "$0")/p2p/main.py" "$@"
