#!/bin/sh
# Measures what Hob takes from other servers and sends to them, beside a server made with Fedify:
# bench/federation.sh --hob DIR/bin/hob --fedify DIR (see --help)
set -eu
command -v node >/dev/null || { echo "bench/federation.sh needs Node.js 20" >&2; exit 1; }
exec node "$(dirname -- "$0")/federation/main.mjs" "$@"
