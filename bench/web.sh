#!/bin/sh
# Measures Hob's pages, beside a Gitea or Forgejo if its URL is given: bench/web.sh --hob DIR/bin/hob (see --help)
set -eu
exec python3 -B "$(dirname -- "$0")/web/main.py" "$@"
