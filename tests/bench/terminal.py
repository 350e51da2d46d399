"""A program on a pseudo terminal, with its bytes and its instructions counted.

phieu and the floor tell in their output what they have understood (PHIEU_SYNC, src/tui/term.h), so
nothing here sleeps."""
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time

MARK = re.compile(rb"\x1b\]7770;(\d+);\d+;\d+\x07")
NAMES = {"Down": b"\x1bOB", "Up": b"\x1bOA", "PgDn": b"\x1b[6~", "PgUp": b"\x1b[5~", "Home": b"\x1b[H",
         "End": b"\x1b[F", "Enter": b"\r", "Tab": b"\t", "Esc": b"\x1b", "F2": b"\x1bOQ", "F4": b"\x1bOS",
         "F5": b"\x1b[15~", "F8": b"\x1b[19~", "C-Home": b"\x1b[1;5H"}


def keys(text):
    """“Down*3 e Enter” as single keys, each its bytes."""
    out = []
    for word in text.split():
        name, _, times = word.rpartition("*") if "*" in word[1:] else (word, "", "1")
        out += [NAMES.get(name, name.encode())] * int(times)
    return out


class Terminal:
    def __init__(self, command, env, rows=24, columns=80):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], command, {**env, "PHIEU_SYNC": "1", "TERM": "xterm-256color"})
        self.output, self.taken, self.sent, self.bytes, self.ended = b"", -1, 0, 0, False

    def read(self, timeout):
        """False: nothing came in that time, or never will."""
        if self.ended or not select.select([self.fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.ended = not data
        self.output += data
        self.take_marks()
        return bool(data)

    def take_marks(self):
        for mark in MARK.finditer(self.output):
            self.taken = int(mark.group(1))
        self.bytes += len(MARK.sub(b"", self.output))
        cut = self.output.rfind(b"\x1b]")
        self.output = b"" if cut < 0 or MARK.match(self.output, cut) else self.output[cut:]
        self.bytes -= len(self.output)

    def wait(self, may_end=False):
        """Until all that was sent is understood, or the program has ended where that is allowed."""
        end = time.monotonic() + 300
        while self.taken < self.sent and not self.ended and time.monotonic() < end:
            self.read(1)
        if self.taken < self.sent and not (may_end and self.ended):
            raise SystemExit("bench: the program does not answer (%d of %d bytes)" % (self.taken, self.sent))

    def send(self, data):
        os.write(self.fd, data)
        self.sent += len(data)

    def press(self, each):
        for key in each:
            self.send(key)
            self.wait()

    def memory(self):
        """Peak of what is resident, in kB."""
        with open("/proc/%d/status" % self.pid) as f:
            return int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1))

    def cpu(self):
        """Clock ticks and context switches so far."""
        with open("/proc/%d/stat" % self.pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        with open("/proc/%d/status" % self.pid) as f:
            switches = sum(int(n) for n in re.findall(r"ctxt_switches:\s+(\d+)", f.read()))
        return int(fields[11]) + int(fields[12]), switches

    def finish(self, each):
        for key in each:
            if not self.ended:
                self.send(key)
                self.wait(may_end=True)
        end = time.monotonic() + 60
        while not self.ended and time.monotonic() < end:
            self.read(1)
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        if status:
            raise SystemExit("bench: the program ended with status %d" % status)


def run(command, env, before, measured, leave, at_once=False):
    """Bytes for the measured keys, and the peak of memory."""
    t = Terminal(command, env)
    t.sent = 0
    t.wait()
    t.press(keys(before) if isinstance(before, str) else before)
    start = t.bytes
    measured = keys(measured) if isinstance(measured, str) else measured
    t.press([b"".join(measured)] if at_once and measured else measured)
    used, memory = t.bytes - start, t.memory()
    t.finish(keys(leave))
    return used, memory


def instructions(command, env, before, measured, leave, at_once=False):
    """What one run costs from the first instruction to the last."""
    folder = tempfile.mkdtemp(prefix="phieu-bench-")
    out = os.path.join(folder, "out")
    tool = ["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=" + out]
    try:
        run(tool + command, env, before, measured, leave, at_once)
        with open(out) as f:
            return int(re.search(r"^(?:summary|totals): (\d+)", f.read(), re.M).group(1))
    finally:
        shutil.rmtree(folder)
