"""Counts single checks in meson's JUnit logs: prints `N passed, N failed`, exits 1 when any failed.

    count-tests.py STATUS JUNIT.xml…

STATUS is what the test run itself ended with: a program that crashed counts as a failure even when
none of its checks did."""
import os
import re
import sys
import xml.etree.ElementTree as tree



def readable(log):
    """The log without the control characters that a failing program may have printed: XML has none."""
    with open(log, "rb") as f:
        return re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"?", f.read())


passed = failed = 0
cases = []
for log in sys.argv[2:]:
    if os.path.exists(log):
        cases += tree.fromstring(readable(log)).iter("testcase")
for case in cases:
    if case.find("failure") is not None or case.find("error") is not None:
        failed += 1
    elif case.find("skipped") is None:
        passed += 1
if int(sys.argv[1]) and not failed:
    failed = 1
if not passed:
    failed = failed or 1
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
