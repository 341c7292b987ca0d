#!/bin/sh
# Measures the search over a folder of sources, by default those of Go's library (1.5 million lines):
#   bench/search.sh [--sources FOLDER] [--zoekt FOLDER | --meaning]
# --meaning asks sentences instead of words, with the model that a node has.
# --zoekt names a folder with zoekt-git-index and zoekt-webserver, as this makes one:
#   GOBIN=FOLDER go install github.com/sourcegraph/zoekt/cmd/zoekt-git-index@latest \
#       github.com/sourcegraph/zoekt/cmd/zoekt-webserver@latest
# Run it when nothing else runs. Needs Maven, a JDK 25 and git.
set -eu
here=$(cd -- "$(dirname -- "$0")/.." && pwd)
sources=''
zoekt=''
meaning=''
while [ $# -gt 0 ]; do
    case $1 in
        --sources) sources=$2; shift 2 ;;
        --zoekt) zoekt=$2; shift 2 ;;
        --meaning) meaning=yes; shift ;;
        *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
[ -n "$sources" ] || sources=$(go env GOROOT)/src
work=$(mktemp -d)
server=''
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

cp -R "$sources" "$work/sources"
[ "$sources" != "$(go env GOROOT 2>/dev/null)/src" ] || rm -rf "$work/sources/cmd"
find "$work/sources" -name .git -prune -exec rm -rf {} + # Only the files count.

cd "$here"
mvn -B -q -Dquick -pl search -am test-compile 2>"$work/build" || { cat "$work/build" >&2; exit 1; }
mvn -B -q -pl search -am test-compile -Dquick dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile="$work/classpath" >/dev/null 2>&1 || { echo 'no class path' >&2; exit 1; }
classpath="search/target/test-classes:search/target/classes:node/target/test-classes:$(cat "$work/classpath")"

address=''
if [ -n "$zoekt" ]; then
    mkdir "$work/shards"
    git init -q "$work/sources"
    git -C "$work/sources" add -A -f .
    git -C "$work/sources" -c user.name=a -c user.email=a@b commit -q -m all
    echo 'zoekt indexes:'
    ( time -p "$zoekt/zoekt-git-index" -index "$work/shards" "$work/sources" ) 2>&1 | grep -E '^(real|user|sys)'
    rm -rf "$work/sources/.git"
    du -sm "$work/shards" | sed 's/\t.*/ MiB of shards/'
    "$zoekt/zoekt-webserver" -rpc -listen 127.0.0.1:6071 -index "$work/shards" >"$work/zoekt" 2>&1 &
    server=$!
    address=http://127.0.0.1:6071
    sleep 10
fi
mkdir "$work/data"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
    --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector \
    ${meaning:+"-Dhob.meaning=$work/model"} -cp "$classpath" dev.hob.search.SearchBench "$work/data" "$work/sources" $address
