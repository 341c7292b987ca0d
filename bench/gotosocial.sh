#!/bin/sh
# Plays with a repository here from an account on a GoToSocial server, through that server's own client API:
# bench/gotosocial.sh --hob https://hob.example --hob-token TOKEN --repository alice/tea
#   --gotosocial https://social.example (--token TOKEN | --email MAIL --password WORD)
# Both must reach each other; NODE_EXTRA_CA_CERTS names the certificate of an authority of one's own.
set -eu
command -v node >/dev/null || { echo "bench/gotosocial.sh needs Node.js 20" >&2; exit 1; }
exec node "$(dirname -- "$0")/gotosocial/main.mjs" "$@"
