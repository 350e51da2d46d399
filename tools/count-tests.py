"""Counts single checks in meson's JUnit log: prints `N passed, N failed`, exits 1 when any failed.

    count-tests.py JUNIT.xml STATUS

STATUS is what the test run itself ended with: a program that crashed counts as a failure even when
none of its checks did."""
import sys
import xml.etree.ElementTree as tree

passed = failed = 0
for case in tree.parse(sys.argv[1]).getroot().iter("testcase"):
    if case.find("failure") is not None or case.find("error") is not None:
        failed += 1
    elif case.find("skipped") is None:
        passed += 1
if int(sys.argv[2]) and not failed:
    failed = 1
if not passed:
    failed = failed or 1
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
