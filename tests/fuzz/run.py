"""Runs one libFuzzer target for a while; prints one line of TAP.

    run.py FUZZER NAME

Seconds: PHIEU_FUZZ_SECONDS, else 60. It begins with corpus/NAME and found/NAME, and knows the words
of NAME.dict. What it finds is left beside the fuzzer as found-NAME-…: put it into
tests/fuzz/found/NAME/, where the ordinary tests replay it, and mend the program."""
import glob
import os
import re
import subprocess
import sys
import tempfile

fuzzer, name = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
seconds = os.environ.get("PHIEU_FUZZ_SECONDS") or "60"
folder = os.path.dirname(os.path.abspath(fuzzer))
options = ["-max_total_time=" + seconds, "-timeout=10", "-rss_limit_mb=1024", "-max_len=4096",
           "-use_value_profile=1", "-artifact_prefix=%s/found-%s-" % (folder, name),
           "-print_final_stats=1", "-verbosity=1"]
words = os.path.join(here, name + ".dict")
if os.path.exists(words):
    options.append("-dict=" + words)
seeds = [d for d in (os.path.join(here, part, name) for part in ("corpus", "found"))
         if os.path.isdir(d)]

with tempfile.TemporaryDirectory() as new:
    done = subprocess.run([fuzzer, *options, new, *seeds], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, errors="replace")
runs = re.search(r"number_of_executed_units: *(\d+)", done.stdout)
# A fuzzer that hardly ran has shown nothing.
good = done.returncode == 0 and runs and int(runs.group(1)) > 100
print("%sok 1 - %s: %s inputs in %s s" % ("" if good else "not ", name,
                                          runs.group(1) if runs else "no", seconds))
if not good:
    for line in done.stdout.splitlines()[-60:]:
        print("# " + line)
print("1..1")
sys.exit(0 if good else 1)
