#!/bin/sh
# Installs what is missing, builds with AddressSanitizer and UBSan, runs all tests. The last line is
# `N passed, N failed` (single checks, not programs); the status is 0 when nothing failed.
set -e
cd "$(dirname "$0")/.."
. tools/packages.sh
install_missing $build_packages $test_packages
build=${PHIEU_BUILD:-build-test}
[ -d "$build" ] || meson setup "$build" -Db_sanitize=address,undefined
ninja -C "$build"
set +e
meson test -C "$build" --no-rebuild --print-errorlogs "$@"
status=$?
python3 tools/count-tests.py "$build/meson-logs/testlog.junit.xml" $status
