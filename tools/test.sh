#!/bin/sh
# Installs what is missing, builds with AddressSanitizer and UBSan, runs all tests, then the fuzzers of
# tests/fuzz for PHIEU_FUZZ_SECONDS each (60; only when no test is named). The last line is
# `N passed, N failed` (single checks, not programs); the status is 0 when nothing failed.
set -e
cd "$(dirname "$0")/.."
. tools/packages.sh
install_missing $build_packages $test_packages
build=${PHIEU_BUILD:-build-test} fuzz=${PHIEU_FUZZ_BUILD:-build-fuzz}
sanitizers=-Db_sanitize=address,undefined
[ -d "$build" ] || meson setup "$build" $sanitizers
ninja -C "$build"
set +e
meson test -C "$build" --no-rebuild --print-errorlogs "$@"
status=$? logs=$build/meson-logs/testlog.junit.xml
if [ $# = 0 ]; then
    [ -d "$fuzz" ] || CC=clang meson setup "$fuzz" $sanitizers -Dfuzz=true -Dwerror=false \
        -Doptimization=1 -Db_lundef=false
    ninja -C "$fuzz" fuzzers &&
        meson test -C "$fuzz" --no-rebuild --num-processes 5 --print-errorlogs || status=1
    logs="$logs $fuzz/meson-logs/testlog.junit.xml"
fi
python3 tools/count-tests.py $status $logs
