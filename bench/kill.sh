#!/bin/sh
# Kills a node so many times while it is pushed to, and examines it after each start: bench/kill.sh [KILLS] [SEED]
set -eu
cd "$(dirname -- "$0")/.."
mvn -q -B -Dquick -pl cli -am test -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false \
  "-Dtest.options=-Dhob.kills=${1:-200} ${2:+-Dhob.seed=$2}"
