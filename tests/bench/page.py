"""What the benchmarks share: a release build, and lines that say what was found beside its limit."""
import os
import subprocess

met = missed = 0


def build(source, folder, targets):
    """A release of the source in that folder; its path."""
    path = os.path.join(folder, "release")
    if not os.path.exists(os.path.join(path, "build.ninja")):
        subprocess.run(["meson", "setup", path, source, "--buildtype=release"], check=True,
                       stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", path, *targets], check=True, stdout=subprocess.DEVNULL)
    return path


def make(build_folder, source, path, *numbers):
    """A file of made entries (make_data.c); kept from run to run."""
    if not os.path.exists(path):
        print("# making %s" % path, flush=True)
        subprocess.run([os.path.join(build_folder, "tests/bench/bench_data"), path + ".part",
                        os.path.join(source, "tests/bench/giao-ban.yaml"),
                        os.path.join(source, "data/units/kien-giang-2015.yaml"), *map(str, numbers)], check=True)
        os.rename(path + ".part", path)
    return path


def say(what, value, unit, limit, note=""):
    """limit None: told, not judged."""
    global met, missed
    good = limit is None or value <= limit
    met += good and limit is not None
    missed += not good
    shown = "%.3f" % value if value < 10 else "%.0f" % value
    print("%-7s %-58s %10s %-12s %-9s %s" % ("" if limit is None else "met" if good else "MISSED", what, shown, unit,
                                          "" if limit is None else "<= %g" % limit, note), flush=True)


def end():
    print("%d met, %d missed" % (met, missed))
