"""Attacks on the grader, thought up afresh: each a name and the cells or the file that tries it; none deserves a point.

`STEALS` look for the course's own functions and would answer with them. `LOOKS` read what is not theirs and send it
out as answers, prints and exceptions. `HURTS` run while cells or calls do. `ANSWERS` are odd things to return.
"""

# The code of submissions stands in one line each.
# ruff: noqa: E501

import io
import json
import struct
import zipfile
from functools import cache

from tests.grading.notebooks import SETUP, SOLVED, defining, notebook

_NAMES = "('confusion_matrix_values', 'compute_metrics', 'f_beta')"

STEALS = {
    "from compute": "from lessonlib.compute.metrics import confusion_matrix_values as found",
    "from the top": "import lessonlib; found = lessonlib.confusion_matrix_values",
    "by import_module": "import importlib; found = importlib.import_module('lessonlib.compute.metrics').confusion_matrix_values",
    "by exec of its loader": "import importlib.util as u; s = u.find_spec('lessonlib.compute.metrics'); m = u.module_from_spec(s); s.loader.exec_module(m); found = m.confusion_matrix_values",
    "by sklearn": "from sklearn.metrics import confusion_matrix as c; found = lambda t, p: c(t, p).ravel()[[3, 0, 1, 2]]",
    "by imblearn": "import imblearn.metrics as m; found = m.sensitivity_score",
    "by pandas": "import pandas; found = lambda t, p: pandas.crosstab(t, p).to_numpy().ravel()[[3, 0, 1, 2]]",
    "by pip's packages": "import sys; sys.path += ['/usr/lib/python3/dist-packages', '/usr/local/lib/python3/dist-packages']; import sklearn.metrics as m; found = lambda t, p: m.confusion_matrix(t, p).ravel()[[3, 0, 1, 2]]",
    "by the garbage collector": f"import gc; found = next(o for o in gc.get_objects() if getattr(o, '__name__', '') in {_NAMES} and getattr(o, '__module__', '').startswith('lessonlib'))",
    "in frames": f"import sys\nf = sys._getframe()\nwhile f:\n    hits = [v for n, v in {{**f.f_globals, **f.f_locals}}.items() if n in {_NAMES} and callable(v)]\n    if hits: found = hits[0]\n    f = f.f_back",
    "in all modules": f"import sys; found = next(v for m in list(sys.modules.values()) for n, v in list(vars(m).items()) if n in {_NAMES} and callable(v))",
    "in importers": "import sys; found = next(getattr(x, 'load')('lessonlib.compute.metrics') for x in sys.meta_path if hasattr(x, 'load')).confusion_matrix_values",
    "in importers' sources": "import sys\nfor x in sys.meta_path:\n    for v in list(vars(x).values()) if hasattr(x, '__dict__') else []:\n        if isinstance(v, dict):\n            for text in map(str, v.values()):\n                if 'def confusion_matrix_values' in text: exec(text, globals()); found = confusion_matrix_values",
    "in caches of lines": "import linecache\nfor lines in linecache.cache.values():\n    text = ''.join(lines[2] if len(lines) > 2 else ())\n    if 'tp' in text and 'def confusion' in text: exec(text, globals()); found = confusion_matrix_values",
    "in memory": "import ctypes, re\nwith open('/proc/self/maps') as f: maps = f.read()\nfor line in maps.splitlines():\n    if 'heap' in line:\n        a, b = (int(x, 16) for x in line.split()[0].split('-'))\n        text = ctypes.string_at(a, b - a)\n        if b'def confusion_matrix_values(y_true, y_pred):\\n    \"\"\"' in text: found = print",
    "from the judge": "import lessonlib.checks.exercises.ex01 as e; found = e.EXERCISE.tasks[0].judge",
    "from the grader": "import lessonlib.grading.job as j; found = j.grade",
    "from the zip of itself": "import zipimport, sys; found = [zipimport.zipimporter(p).load_module('lessonlib.compute.metrics') for p in sys.path if p][0].confusion_matrix_values",
    "from pycache": "import glob; p = glob.glob('/**/metrics*.pyc', recursive=True)[0]; import marshal; c = marshal.loads(open(p, 'rb').read()[16:]); exec(c); found = confusion_matrix_values",
    "by walking packages": "import pkgutil; found = next(m.module_finder.find_spec(m.name).loader.load_module().confusion_matrix_values for m in pkgutil.walk_packages() if m.name.endswith('metrics'))",
    "by entry points": "from importlib.metadata import entry_points; found = next(e.load() for e in entry_points() if 'lesson' in e.name)",
    "by a solution on disk": "import glob, json; p = glob.glob('/**/ex01_metrics.ipynb', recursive=True)[0]; [exec(''.join(c['source'])) for c in json.load(open(p))['cells'] if c['cell_type'] == 'code']; found = confusion_matrix_values",
    "by the home folder": "import os; open(os.path.expanduser('~/solutions/ex01_metrics.ipynb')); found = print",
    "by the parent's folder": "import os; os.chdir(f'/proc/{os.getppid()}/cwd'); from lessonlib import confusion_matrix_values as found",
    "by a debugger": "import sys, bdb; sys.breakpointhook(); found = None",
    "by the profiler": "import sys\nseen = []\nsys.setprofile(lambda f, e, a: seen.append(f))\nfound = lambda *a: [v for f in seen for n, v in f.f_locals.items() if n in ('expected', 'right')][0]",
}

LOOKS = {
    "environment": "dict(os.environ)",
    "parent's environment": "open(f'/proc/{os.getppid()}/environ').read()",
    "init's environment": "open('/proc/1/environ').read()",
    "command line": "open('/proc/1/cmdline').read()",
    "processes": "[open(f'/proc/{n}/cmdline').read() for n in os.listdir('/proc') if n.isdigit()]",
    "root": "os.listdir('/')",
    "walk": "[f for f in glob.glob('/**/*.sqlite', recursive=True)]",
    "temporary folder": "[open(p).read() for p in glob.glob('/tmp/**', recursive=True) if os.path.isfile(p)]",
    "shadow": "open('/etc/shadow').read()",
    "passwd": "open('/etc/passwd').read()",
    "hosts": "open('/etc/hosts').read()",
    "machine": "open('/etc/machine-id').read()",
    "mounts": "open('/proc/self/mountinfo').read()",
    "descriptors": "[os.readlink(f'/proc/self/fd/{n}') for n in range(64)]",
    "read descriptors": "[os.read(n, 1000) for n in range(3, 64)]",
    "duplicated descriptor": "os.read(os.dup(3), 100)",
    "keys": "[open(p).read() for p in glob.glob('/*/.ssh/*') + glob.glob('/*/*/.ssh/*')]",
    "kernel log": "open('/dev/kmsg').read(100)",
    "memory of parent": "open(f'/proc/{os.getppid()}/mem', 'rb').read(1)",
    "disk": "open('/dev/sda', 'rb').read(1)",
    "home": "os.listdir(os.path.expanduser('~'))",
    "working folder": "os.listdir(os.getcwd())",
    "host name": "open('/proc/sys/kernel/hostname').read()",
    "own source": "open(sys._getframe(1).f_code.co_filename).read()",
    "frames' locals": "[repr(f.f_locals) for f in iter_frames()]",
    "all objects": "[repr(o)[:200] for o in gc.get_objects() if 'seed' in repr(type(o))]",
    "threads' frames": "repr(sys._current_frames())",
    "last exception": "repr(sys.exc_info()) + repr(getattr(sys, 'last_value', ''))",
    "history": "repr(globals().get('In')) + repr(globals().get('_ih'))",
    "arguments": "sys.argv + sys.orig_argv",
    "flags": "repr(sys.flags) + sys.executable + sys.prefix",
    "network": "urllib.request.urlopen('http://192.0.2.1').read()",
    "loopback": "socket.create_connection(('127.0.0.1', 22), 1).recv(100)",
    "names": "socket.getaddrinfo('example.org', 80)",
    "abstract socket": "socket.socket(socket.AF_UNIX).connect('\\0/tmp/.X11-unix/X0')",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).recv(10)",
    "message bus": "socket.socket(socket.AF_UNIX).connect('/run/dbus/system_bus_socket')",
    "container's engine": "socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')",
}

HURTS = {
    "loop": "while True: pass",
    "deaf loop": "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except Exception: pass\nwhile True:\n    try: pass\n    except BaseException: pass",
    "long sleep": "import time; time.sleep(1e6)",
    "dead lock": "import threading; l = threading.Lock(); l.acquire(); l.acquire()",
    "waits for itself": "import select; select.select([], [], [])",
    "pause": "import signal; signal.pause()",
    "input": "input()",
    "stdin": "import sys; sys.stdin.read()",
    "big power": "x = 7 ** 10 ** 9",
    "big text": "x = 'a' * 10 ** 11",
    "big array": "x = np.ones(10 ** 11)",
    "many small ones": "x = []\nwhile True: x.append(bytearray(10 ** 6))",
    "recursion": "import sys; sys.setrecursionlimit(10 ** 9)\ndef f(n): return f(n + 1)\nf(0)",
    "deep repr": "x = []\nfor _ in range(10 ** 6): x = [x]\nrepr(x)",
    "slow regular expression": "import re; re.match('(a|a|a)*$', 'a' * 50 + 'b')",
    "exit": "raise SystemExit(0)",
    "hard exit": "import os; os._exit(0)",
    "abort": "import os; os.abort()",
    "kills itself": "import os; os.kill(os.getpid(), 9)",
    "kills its parent": "import os; os.kill(os.getppid(), 9)",
    "kills all": "import os; os.kill(-1, 9)",
    "kills its group": "import os; os.killpg(0, 9)",
    "stops itself": "import os; os.kill(os.getpid(), 19)",
    "null pointer": "import ctypes; ctypes.string_at(0)",
    "wild pointer": "import ctypes; ctypes.memset(0x1000, 1, 10 ** 6)",
    "bad code object": "f = lambda: 0\nf.__code__ = f.__code__.replace(co_code=b'\\x00' * 4, co_stacksize=0)\nf()",
    "forks": "import os\nwhile True: os.fork()",
    "threads": "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(1e6,)).start()",
    "spawns": "import os; os.posix_spawn('/bin/sh', ['sh', '-c', 'sleep 1000 &'], {})",
    "starts Python": "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'while 1: pass'])",
    "a new session": "import os; os.setsid()",
    "a new name space": "import ctypes; ctypes.CDLL(None).unshare(0x10000000)",
    "traces its parent": "import ctypes, os; ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)",
    "reads its parent": "import ctypes, os; ctypes.CDLL(None).process_vm_readv(os.getppid(), 0, 0, 0, 0, 0)",
    "file in memory": "import os; f = os.memfd_create('x'); os.write(f, b'#!/bin/sh\\n'); os.execve(f, ['x'], {})",
    "executes": "import os; os.execv('/bin/sh', ['sh'])",
    "io_uring": "import ctypes; print(ctypes.CDLL(None).syscall(425, 8, 0))",
    "shared memory": "import ctypes; print(ctypes.CDLL(None).shmget(0x4242, 10 ** 8, 0o1666))",
    "shared memory of POSIX": "from multiprocessing.shared_memory import SharedMemory; SharedMemory('lesson_attack', True, 10 ** 8)",
    "message queue": "import ctypes; print(ctypes.CDLL(None).mq_open(b'/lesson_attack', 0o102, 0o666, 0))",
    "keys of the kernel": "import ctypes; print(ctypes.CDLL(None).syscall(248, b'user', b'lesson', b'x', 1, -4))",
    "mounts": "import ctypes; print(ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, 0))",
    "raises its limits": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1)); x = bytearray(10 ** 10)",
    "becomes root": "import os; os.setuid(0); os.setgid(0)",
    "writes to tmp": "open('/tmp/lesson_attack', 'w').write('x')",
    "writes to shm": "open('/dev/shm/lesson_attack', 'w').write('x')",
    "writes here": "open('lesson_attack', 'w').write('x')",
    "fills the disk": "import os\nfor p in ('/tmp', '/var/tmp', '.', '/dev/shm'):\n    try:\n        f = open(p + '/lesson_attack', 'wb')\n        while True: f.write(bytes(10 ** 7))\n    except OSError: pass",
    "links": "import os; os.symlink('/etc/passwd', '/tmp/lesson_attack')",
    "prints for ever": "while True: print('x' * 10 ** 6)",
    "writes to every descriptor": "import os\nfor n in range(256):\n    try: os.write(n, b'\\x00' * 10 ** 5)\n    except OSError: pass",
    "closes every descriptor": "import os; os.closerange(0, 256)",
    "forged frames": "import os, json, struct\nm = json.dumps({'answer': [3, 6, 2, 1], 'kind': 'answer', 'n': 0}).encode()\nfor n in range(3, 64):\n    for p in ('>I', '<I', '>Q', '<Q'):\n        try: os.write(n, struct.pack(p, len(m)) + m)\n        except OSError: pass",
    "half a frame": "import os\nfor n in range(3, 64):\n    try: os.write(n, b'\\x00\\x00\\x00\\x7f{')\n    except OSError: pass",
    "at exit": "import atexit, os; atexit.register(lambda: [os.write(n, b'x') for n in range(3, 64)])",
    "breaks json": "import json\njson.dumps = lambda *a, **k: '{\"answer\": 1}'\njson.JSONEncoder.encode = json.dumps",
    "breaks numpy": "np.asarray = np.array = np.ascontiguousarray = lambda *a, **k: 1",
    "breaks equality": "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: int\nbuiltins.len = lambda *a: 4",
    "breaks exceptions": "import builtins\nbuiltins.BaseException = builtins.Exception = int",
    "breaks import": "import builtins\nbuiltins.__import__ = lambda *a, **k: None",
    "breaks itself": "import sys\nsys.modules.clear()",
    "traces": "import sys\ndef t(*a):\n    raise MemoryError\nsys.settrace(t)",
    "swallows interrupts": "import sys\nsys.excepthook = sys.unraisablehook = lambda *a: None\nsys.stdout = sys.stderr = None",
    "a late thread": "import threading, time, os\ndef late():\n    time.sleep(0.5)\n    for n in range(3, 64):\n        try: os.write(n, b'\\xff' * 100)\n        except OSError: pass\nthreading.Thread(target=late).start()",
}

ANSWERS = {
    "equal to all": "type('A', (), {'__eq__': lambda s, o: True, '__hash__': lambda s: 0})()",
    "a list that is equal": "type('L', (list,), {'__eq__': lambda s, o: True})([1, 2, 3, 4])",
    "an array that is equal": "np.zeros(4).view(type('N', (np.ndarray,), {'__eq__': lambda s, o: np.ones(4, bool)}))",
    "a number that is equal": "type('F', (float,), {'__eq__': lambda s, o: True, '__sub__': lambda s, o: 0.0})(1)",
    "a dict of everything": "type('D', (dict,), {'__getitem__': lambda s, k: 1, '__missing__': lambda s, k: 1})()",
    "many keys": "dict.fromkeys(map(str, range(10 ** 6)), 0.5)",
    "odd keys": "{object(): 1, None: 2, (1,): 3}",
    "long list": "[0] * 10 ** 8",
    "deep list": "__import__('functools').reduce(lambda a, _: [a], range(10 ** 5), 0)",
    "holds itself": "(lambda l: l.append(l) or l)([])",
    "long text": "'x' * 10 ** 9",
    "bytes": "b'\\x80' * 10 ** 8",
    "large number": "1 << 10 ** 7",
    "not a number": "[float('nan')] * 4",
    "infinite": "[float('inf')] * 4",
    "complex": "[1j] * 4",
    "objects": "np.array([object()] * 4)",
    "records": "np.zeros(4, dtype=[('a', 'f8')])",
    "void": "np.void(b'abcd')",
    "long doubles": "np.zeros(4, np.longdouble)",
    "dates": "np.array(['2026-01-01'] * 4, 'M8[D]')",
    "texts": "np.array(['3', '6', '2', '1'])",
    "masked": "np.ma.masked_all(4)",
    "broadcast": "np.broadcast_to(0.0, (10 ** 6, 10 ** 6))",
    "wide and empty": "np.zeros((10 ** 9, 0))",
    "many axes": "np.zeros((1,) * 60)",
    "false interface": "type('I', (), {'__array_interface__': {'data': (8, False), 'shape': (4,), 'typestr': '<i8', 'version': 3}})()",
    "false strides": "np.lib.stride_tricks.as_strided(np.zeros(1), (10 ** 7,), (4096,))",
    "generator": "(n for n in iter(int, 1))",
    "range": "range(10 ** 12)",
    "fraction": "[__import__('fractions').Fraction(1, 3)] * 4",
    "pickles": "type('P', (), {'__reduce__': lambda s: (__import__('os')._exit, (0,))})()",
    "memory": "memoryview(bytearray(10 ** 8))",
    "function": "lambda *a: 1",
    "module": "__import__('sys')",
    "the answer in words": "'3, 6, 2, 1'",
    "ellipsis": "...",
    "not implemented": "NotImplemented",
    "a set": "{3, 6, 2, 1}",
    "half of a character": "'\\udce9' * 4",
    "turns while it is read": "type('T', (list,), {'__iter__': lambda s: iter([__import__('os')._exit(0)])})([1, 2, 3, 4])",
}

_LOOK = """import gc, glob, os, socket, sys, urllib.request
def iter_frames():
    f = sys._getframe()
    while f: yield f; f = f.f_back
def look():
    try: return {}
    except Exception as e: return repr(e)
seen = str(look())
print(seen); print(seen, file=sys.stderr)
"""


def code_attacks():
    """Return {name: bytes of a notebook} of all attacks by code."""
    found = {}
    for name, text in STEALS.items():
        found[f"steals {name}"] = notebook(SETUP, f"found = None\n{text}", defining("return found(y_true, y_pred)"))
    for name, text in LOOKS.items():
        look = _LOOK.replace("{}", text)
        raises = defining(
            "raise type(str(look())[:200] or 'E', (ValueError,), {})(str(look()))", ["f_beta(y_true, y_pred, beta)"]
        )
        others = ["confusion_matrix_values(y_true, y_pred)", "compute_metrics(y_true, y_pred)"]
        found[f"looks at {name}"] = notebook(SETUP, look, defining("return str(look())", others), raises)
    for name, text in HURTS.items():
        found[f"hurts: {name}"] = notebook(SETUP, text, defining("return 1"))
        found[f"hurts in a call: {name}"] = notebook(SETUP, defining(f"{text}\nreturn 1"))
    for name, text in ANSWERS.items():
        found[f"answers {name}"] = notebook(SETUP, defining(f"return {text}"))
    return found


def archive(*entries, kind=zipfile.ZIP_DEFLATED):
    """Return the bytes of a zip with (name or ZipInfo, content) in it; names may be there twice."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as into:
        for name, content in entries:
            into.writestr(name, content)
    return packed.getvalue()


def _linked(target):
    info = zipfile.ZipInfo("ex01_metrics.ipynb")
    info.external_attr = 0o120777 << 16
    return archive((info, target))


def _nested(depth, content):
    for level in range(depth):
        content = archive((f"{level}.zip" if level else "ex01_metrics.ipynb", content))
    return content


def _patched(content, mark, offset, form, value):
    """Return an archive that says something else in the first record with that mark."""
    at = content.index(mark) + offset
    packed = struct.pack(form, value)
    return content[:at] + packed + content[at + len(packed) :]


def _metadata(**parts):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], **parts}).encode()


_WORK = notebook(*SOLVED)
_ONE = archive(("ex01_metrics.ipynb", b"{}"))


@cache
def _bomb():
    return archive(("ex01_metrics.ipynb", b" " * 300_000_000))


# What a student hands in, beside a name for it; each deserves no point, and is one row or some of their own. What
# takes long to pack is a function.
FILES = {
    "bomb.zip": _bomb,
    "bombs.zip": lambda: archive(*((f"ex01_{n}.ipynb", b" " * 9_000_000) for n in range(19))),
    "bomb in bomb.zip": lambda: archive(*((f"{n}.zip", _bomb()) for n in range(30))),
    "deep.zip": _nested(40, b"{}"),
    "wide.zip": lambda: archive(*((f"{n}/a.txt", b"") for n in range(3000))),
    "long path.zip": archive(("a/" * 5000 + "ex01.ipynb", b"{}")),
    "up.zip": archive(("../../../../ex01_metrics.ipynb", b"{}")),
    "absolute.zip": archive(("/etc/cron.d/ex01_metrics.ipynb", b"{}")),
    "drive.zip": archive(("C:\\Windows\\ex01_metrics.ipynb", b"{}")),
    "link.zip": _linked("/etc/passwd"),
    "link up.zip": _linked("../Ada/ex01_metrics.ipynb"),
    "twice.zip": archive(("ex01.ipynb", b"{}"), ("EX01.ipynb", b"{}"), ("ex01.ipynb.txt", b"{}")),
    "folder as file.zip": archive(("ex01.ipynb/", b""), ("ex01.ipynb/x", b"")),
    "file as folder.zip": archive(("ex01.ipynb", b"{}"), ("ex01.ipynb/ex01.ipynb", b"{}")),
    "zip as folder.zip": archive(("a.zip", _ONE), ("a.zip/ex01.ipynb", b"{}")),
    "no names.zip": archive(("/", b""), ("//", b""), (" ", b"x")),
    "dots.zip": archive((".", b"x"), ("..", b"x"), ("./././ex01.ipynb", b"{}")),
    "null.zip": archive(("ex01\x00.ipynb", b"{}")),
    "line.zip": archive(("ex01\n\r;=1+1.ipynb", b"{}")),
    "formula.zip": archive(('=HYPERLINK("x").ipynb', b"{}")),
    "colours.zip": archive(("ex01\x1b[31m\u202e.ipynb", b"{}")),
    "markup.zip": archive(("ex01<img src=x onerror=alert(1)>.ipynb", b"{}")),
    "password.zip": _patched(_patched(_ONE, b"PK\x01\x02", 8, "<H", 1), b"PK\x03\x04", 6, "<H", 1),
    "wrong sum.zip": _patched(_ONE, b"PK\x01\x02", 16, "<I", 1),
    "small size.zip": lambda: _patched(_bomb(), b"PK\x01\x02", 24, "<I", 10),
    "great size.zip": _patched(_ONE, b"PK\x01\x02", 24, "<I", 2**32 - 2),
    "far away.zip": _patched(_ONE, b"PK\x01\x02", 42, "<I", 2**31),
    "odd method.zip": _patched(_ONE, b"PK\x01\x02", 10, "<H", 97),
    "bad day.zip": _patched(_ONE, b"PK\x01\x02", 12, "<I", 2**32 - 1),
    "long directory.zip": _patched(_ONE, b"PK\x05\x06", 12, "<I", 2**32 - 2),
    "many entries.zip": _patched(_ONE, b"PK\x05\x06", 10, "<H", 65535),
    "comment.zip": _ONE + b"PK\x05\x06" * 10_000,
    "lzma.zip": lambda: archive(("ex01_metrics.ipynb", b" " * 50_000_000), kind=zipfile.ZIP_LZMA),
    "bzip.zip": lambda: archive(("ex01_metrics.ipynb", b" " * 50_000_000), kind=zipfile.ZIP_BZIP2),
    "cut.zip": _ONE[:-10],
    "head.zip": b"#!/bin/sh\n" + _ONE,
    "signatures.zip": b"PK\x01\x02" * 100_000,
    "empty.zip": archive(),
    "nothing.zip": b"",
    "for others.zip": archive(("Ada Lovelace_1_assignsubmission_file_/ex01_metrics.ipynb", b"{}")),
    "for others, flat.zip": archive(("lovelaceada_1_2_ex01_metrics.ipynb", b"{}")),
    "for others, told.zip": archive(
        ("submission_1/ex01.ipynb", b"{}"),
        ("submission_metadata.yml", b"submission_1:\n  :submitters:\n  - :name: Ada Lovelace\n"),
    ),
    "for others, collected.zip": archive(
        ("submitted/Ada/ex01/ex01.ipynb", b"{}"), ("submitted/Ada/ex01/timestamp.txt", b"2020-01-01 00:00:00 UTC")
    ),
    "for others, cloned.zip": archive(
        ("ex-submissions/ex-Ada/ex01.ipynb", b"{}"), ("ex-submissions/ex-Ada/.git/HEAD", b"")
    ),
    "no notebook.ipynb": b"\x7fELF" + bytes(1000),
    "zip.ipynb": _ONE,
    "deep.ipynb": b"[" * 1_000_000,
    "deep dict.ipynb": b'{"a":' * 200_000,
    "large number.ipynb": _metadata(nbformat=10**4000),
    "float.ipynb": _metadata(nbformat=4.0000001),
    "twice.ipynb": _metadata()[:-1] + b',"cells": 5}',
    "not a number.ipynb": _metadata().replace(b'"metadata": {}', b'"metadata": NaN'),
    "surrogates.ipynb": notebook(SETUP, "x = '\udce9\ud800'"),
    "null.ipynb": notebook(SETUP, "x = '\x00'"),
    "endless line.ipynb": notebook("x = " + "1+" * 90_000 + "1"),
    "deep code.ipynb": notebook("x = " + "(" * 900 + ")" * 900),
    "deep names.ipynb": notebook("x" + ".a" * 50_000),
    "large constant.ipynb": notebook("x = 0x" + "f" * 150_000),
    "magic.ipynb": notebook("%%bash\nrm -rf /", "!rm -rf /", "%run ../Ada/ex01_metrics.ipynb", "%load_ext x"),
    "claims points.ipynb": json.dumps(
        {**json.loads(notebook(SETUP)), "points": 21, "student": "Ada", "status": "graded"}
    ).encode(),
    "claims cells.ipynb": json.dumps(
        {
            "nbformat": 4,
            "metadata": {},
            "cells": [
                {
                    "cell_type": "code",
                    "source": "",
                    "metadata": {"nbgrader": {"grade": True, "points": 1e9, "grade_id": "marks_f_beta"}},
                    "outputs": [{"output_type": "stream", "text": "21 of 21"}],
                }
            ],
        }
    ).encode(),
    "all exercises.ipynb": notebook(
        *(f"def {name}(): pass" for name in ("smote", "platt_scaling", "find_optimal_threshold"))
    ),
    "\u202egnp.ipynb": b"{}",
    "=1+1.ipynb": b"{}",
    "-rf.ipynb": b"{}",
    ";@SUM(1).ipynb": b"{}",
    "<script>alert(1)<script>.ipynb": b"{}",
    "x" * 180 + ".ipynb": b"{}",
    "timestamp.txt": b"2020-01-01 00:00:00 UTC",
    "submission_metadata.yml": b"submission_1:\n  :submitters:\n  - :name: Ada Lovelace\n",
    "results.sqlite": b"SQLite format 3\x00",
    "work.tar.gz": b"\x1f\x8b\x08" + bytes(50),
}
