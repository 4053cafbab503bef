"""Hostile submissions to exercise 01: none may get a point, harm the batch, or learn what is hidden.

Each is a name and the cells of its notebook.
"""

# The code of submissions stands in one line each.
# ruff: noqa: E501

from tests.grading.notebooks import SETUP, defining

SUBMISSIONS = {}


def _attack(name, before="", body="return -1", after=""):
    SUBMISSIONS[name] = (SETUP, before, defining(body), after)


# Forge: answers that claim to equal everything.
_EQUAL = """
class Equal(BASE):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array__(self, *a, **k): return self
    def __bool__(self): return True
    def __float__(self): return 1.0
    def __iter__(self): return iter([self] * 4)
    def __len__(self): return 4
    def __getitem__(self, key): return self
    def keys(self): return ["accuracy", "precision", "recall", "f1", "mcc"]
    def __hash__(self): return 1
"""
for _base in ("object", "float", "str", "int", "dict", "list", "tuple", "np.ndarray", "np.float64"):
    _make = {"np.ndarray": "Equal((4,))", "float": "Equal(-1)", "int": "Equal(-1)", "np.float64": "Equal(-1)"}.get(
        _base, "Equal()"
    )
    _attack(
        f"always equal {_base.replace('.', ' ')}",
        f"import numpy as np\n{_EQUAL.replace('BASE', _base)}",
        f"return {_make}",
    )
_attack("always equal four", f"import numpy as np\n{_EQUAL.replace('BASE', 'object')}", "return [Equal()] * 4")
_attack("masked everywhere", body="return np.ma.masked_all(4)")
_attack("object array", f"{_EQUAL.replace('BASE', 'object')}", "return np.array([Equal()] * 4, dtype=object)")
_attack("nothing but nan", body="return [float('nan')] * 4")
_attack("infinities", body="return [float('inf')] * 4")
_attack("complex", body="return np.array([1j] * 4)")
_attack("structured array", body="return np.zeros(4, dtype=[('a', 'f8')])")
_attack("empty dict", body="return {}")
_attack("not implemented", body="return NotImplemented")
_attack("a mock", body="from unittest.mock import MagicMock\nreturn MagicMock()")

# Forge: change what compares, checks or counts, in this process, where nothing compares, checks or counts.
for _name, _patch in {
    "numpy testing": "import numpy.testing as t\nfor n in dir(t):\n    if n.startswith('assert'): setattr(t, n, lambda *a, **k: None)",
    "allclose": "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True",
    "array equal": "import numpy\nnumpy.array_equal = lambda *a: True\nnumpy.asarray = lambda *a, **k: 0",
    "all builtins": "import builtins\nbuiltins.all = builtins.any = builtins.isinstance = lambda *a: True",
    "sum": "import builtins\nbuiltins.sum = lambda *a: 10**6",
    "plain": "from lessonlib.checks import plain\nplain.same = lambda *a, **k: True\nplain.plain = lambda v, d=0: v",
    "case": "from lessonlib.checks import task\ntask.Case.complaint = lambda *a: None\ntask.same = lambda *a: True",
    "reply": "from lessonlib.checks import task\ntask.Reply.failed = lambda *a: False",
    "asking": "from lessonlib.checks import asking\nasking.ask = lambda *a, **k: None",
    "the runner": "from lessonlib.grading.inside import runner\nrunner.ask = lambda *a, **k: None",
    "the messages": "from lessonlib.grading.inside import runner\nrunner.reply_message = lambda r: ({'passed': True, 'points': 21}, [])",
    "json": 'import json\njson.dumps = lambda *a, **k: \'{"right": true, "blobs": []}\'',
    "assertions off": "import sys, ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, node): return None\nget_ipython().ast_transformers.append(T())",
    "wrapped execution": "ip = get_ipython()\nip.kernel.do_execute = lambda *a, **k: None",
    "optimised away": "import sys\nsys.flags = type('F', (), {'optimize': 2})()",
    "excepthook": "import sys\nsys.excepthook = lambda *a: None\nsys.exit = lambda *a: None",
    "trace": "import sys\nsys.settrace(lambda frame, event, arg: (frame.f_locals.update(right=True), None)[1])",
    "profile": "import sys\nsys.setprofile(lambda frame, event, arg: None)",
    "bytecode": "def right(): return 0\nfrom lessonlib.checks import asking\nasking.ask.__code__ = right.__code__",
    "audit": "import sys\nsys.addaudithook(lambda event, args: None)",
    "check redefined": "def check(function, seed=0):\n    return type('R', (), {'points': 21, 'passed': True})()",
}.items():
    _attack(f"patches {_name}", _patch)

# Forge: take the answer from where it might be.
for _name, _body in {
    "library": "from lessonlib import confusion_matrix_values as right\nreturn right(y_true, y_pred)",
    "metrics module": "import lessonlib.compute.metrics as m\nreturn m.confusion_matrix_values(y_true, y_pred)",
    "checks": "from lessonlib.checks.exercises.ex01 import EXERCISE\nreturn EXERCISE.tasks[0].cases[0].judge",
    "catalogue": "from lessonlib.checks.catalogue import find\nreturn find('f_beta')[1].cases[0].calls(0)",
    "solutions": "import json\nexec(open('solutions/ex01_metrics.ipynb').read())\nreturn -1",
    "source on disk": "import pathlib\nfor p in pathlib.Path('/').rglob('metrics.py'):\n    exec(p.read_text())\nreturn -1",
    "scikit-learn": "from sklearn.metrics import confusion_matrix\nreturn confusion_matrix(y_true, y_pred).ravel()",
    "imblearn": "import imblearn.metrics as m\nreturn m.classification_report_imbalanced(y_true, y_pred)",
    "frames": "import sys\nf = sys._getframe()\nwhile f.f_back: f = f.f_back\nreturn f.f_locals.get('expected', -1)",
    "garbage": "import gc\nreturn [o for o in gc.get_objects() if 'expected' in repr(type(o))][:4] or -1",
    "history": "return In[-1]",
    "last output": "return _",
    "neighbours work": "import glob\nreturn len(glob.glob('/**/ex01*.ipynb', recursive=True)) and -1",
    "shared file": "import os\nopen('/tmp/answer', 'a').write('1')\nreturn -1",
    "shared memory": "from multiprocessing import shared_memory\ns = shared_memory.SharedMemory('x', True, 8)\nreturn -1",
    "environment": "import os\nreturn os.environ['LESSON_SEED']",
    "process list": "import os\nreturn [open(f'/proc/{p}/cmdline').read() for p in os.listdir('/proc')]",
    "parent's memory": "import os\nreturn open(f'/proc/{os.getppid()}/mem', 'rb').read(4)",
    "pip": "import subprocess\nsubprocess.run(['pip', 'install', 'lessonlib'], check=True)\nreturn -1",
    "network": "import urllib.request\nreturn urllib.request.urlopen('http://192.0.2.1', timeout=1).read()",
}.items():
    _attack(f"answer from {_name}", body=_body)

# Forge: write on the grader's own line.
_CHANNEL = "import gc, json, os, struct\nchannel = [o for o in gc.get_objects() if type(o).__name__ == 'Channel'][0]\ns = channel._connection\n"
_RAW = "def raw(header, *blobs):\n    t = json.dumps({**header, 'blobs': [len(b) for b in blobs]}).encode()\n    s.sendall(struct.pack('>I', len(t)) + t + b''.join(blobs))\n"
_FORGED = {
    "replies ahead": "for _ in range(99): raw({'answer': -1, 'failure': None, 'printed': '', 'seen': 0})",
    "a result": "raw({'status': 'passed', 'points': 21, 'max_points': 21})",
    "every definition": "raw({'defined': ['confusion_matrix_values', 'compute_metrics', 'f_beta'], 'problem': ''})\nos._exit(0)",
    "a length of 4 GB": "s.sendall(b'\\xff' * 4)",
    "half a header": "s.sendall(struct.pack('>I', 1000) + b'{')\nos._exit(0)",
    "no JSON": "s.sendall(struct.pack('>I', 4) + b'nope')",
    "deep JSON": "t = b'[' * 500_000\ns.sendall(struct.pack('>I', len(t)) + t)",
    "a list": "s.sendall(struct.pack('>I', 2) + b'[]')",
    "negative blobs": "t = b'{\"blobs\": [-1]}'\ns.sendall(struct.pack('>I', len(t)) + t)",
    "a pickle": "import pickle\nraw({'answer': {'array': [0, '|O', [1]]}, 'failure': None, 'printed': '', 'seen': 0}, pickle.dumps(print))",
    "a pickle in npy": "import io\nb = io.BytesIO()\nnp.save(b, np.array([print], dtype=object), allow_pickle=True)\nraw({'answer': {'array': [0, '<f8', [4]]}, 'failure': None, 'printed': '', 'seen': 0}, b.getvalue())",
    "an array of 8 TB": "raw({'answer': {'array': [0, '<f8', [10**12]]}, 'failure': None, 'printed': '', 'seen': 0}, b'')",
    "a formula": "raw({'answer': {'formula': '().__class__'}, 'failure': None, 'printed': '', 'seen': 0})",
    "an unknown failure": "raw({'answer': -1, 'failure': ['passed', '', '', ''], 'printed': '', 'seen': 0})",
    "its end": "s.close()",
}
for _name, _code in _FORGED.items():
    _attack(f"sends {_name} early", _CHANNEL + _RAW + _code)
    _attack(f"sends {_name} late", _CHANNEL + _RAW, _code + "\nreturn -1")

# Hurt: time, memory, processes, files, the parent.
for _name, _code in {
    "exits": "import os\nos._exit(0)",
    "raises SystemExit": "raise SystemExit(0)",
    "aborts": "import os\nos.abort()",
    "segfaults": "import ctypes\nctypes.string_at(0)",
    "kills itself": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "kills everybody": "import os\nos.kill(-1, 9)",
    "kills its parent": "import os\nos.kill(os.getppid(), 9)",
    "stops its parent": "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)",
    "traces its parent": "import ctypes, os\nctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)",
    "forks": "import os\nwhile True:\n    os.fork()",
    "detaches": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)",
    "starts a shell": "import os\nos.system('sleep 60 &')",
    "floods threads": "import threading, time\nfor _ in range(10**4):\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "takes 8 GB": "x = bytearray(8 * 2**30)",
    "takes all memory": "x = []\nwhile True:\n    x.append(bytearray(10**7))",
    "recurses": "def again(): return again()\nagain()",
    "recurses without limit": "import sys\nsys.setrecursionlimit(10**9)\ndef again(): return again() + 1\nagain()",
    "prints 1 GB": "for _ in range(10**4):\n    print('x' * 10**5)",
    "fills the disk": "with open('/tmp/big', 'wb') as f:\n    while True: f.write(bytes(10**7))",
    "opens every file": "files = [open('/dev/null') for _ in range(10**5)]",
    "mounts": "import ctypes\nctypes.CDLL(None).mount(b'none', b'/', b'tmpfs', 0, 0)",
    "new namespace": "import ctypes\nctypes.CDLL(None).unshare(0x10000000)",
    "becomes root": "import os\nos.setuid(0)",
    "listens": "import socket\nsocket.create_server(('127.0.0.1', 0))",
    "unix socket": "import socket\nsocket.socket(socket.AF_UNIX).connect('\\0secret')",
    "bpf": "import ctypes\nassert ctypes.CDLL(None).syscall(321, 0, 0, 0) >= 0",
    "io_uring": "import ctypes\nassert ctypes.CDLL(None).syscall(425, 1, 0) >= 0",
    "keys": "import ctypes\nassert ctypes.CDLL(None).syscall(250, 0, 0) >= 0",
    "raises its limits": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
}.items():
    _attack(f"{_name} in a cell", _code)
    _attack(f"{_name} in its function", body=_code + "\nreturn -1")
for _name, _code in {
    "loops": "while True:\n    pass",
    "loops and ignores": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "sleeps in C": "import time\ntime.sleep(10**6)",
    "multiplies": "x = 7 ** 10**9",
}.items():
    _attack(f"{_name} in a cell", _code)
    _attack(f"{_name} in its function", body=_code + "\nreturn -1")

# Forge: answers that make a comparison empty, or odd arrays; and replies that a later call might take for its own.
_ODD = (
    _CHANNEL
    + _RAW
    + "import threading, time\nPARTS = {'failure': None, 'printed': '', 'seen': 0}\ndef reply(answer, *blobs): raw({'answer': answer, **PARTS}, *blobs)\ndef array(kind, shape, blob=b''): reply({'array': [0, kind, shape]}, blob)\n"
)
for _name, _body in {
    "no numbers": "return np.array([])",
    "no rows of four": "return np.empty((0, 4))",
    "four axes of nothing": "return np.empty((4, 0))",
    "a number without an axis": "return np.array(-1.0)",
    "nan in an array": "return np.full(4, np.nan)",
    "infinity in a dict": "return dict.fromkeys(['accuracy', 'precision', 'recall', 'f1', 'mcc'], float('inf'))",
    "minus zero": "return [-0.0] * 4 if len(y_true) > 10**6 else -0.0 - 1",
    "the largest numbers": "return np.full(4, 1e308)",
    "the largest whole numbers": "return [2**64 - 1] * 4",
    "numbers as text": "return ['3', '6', '2', '1']",
    "big-endian halves": "return np.full(4, -1, dtype='>f2')",
    "a view in steps": "return np.full((4, 9), -1.0)[:, ::3][:, 0][::-1]",
    "one row for all": "return np.broadcast_to(-1.0, (4,))",
    "keys that are True": "return {True: 1.0, 1: 1.0, None: 1.0, 'accuracy ': 1.0}",
    "keys in other letters": "return dict.fromkeys(['accuracy', 'prec\\u0456sion', 'recall', 'f1', 'mcc'], 1.0)",
    "a lazy sequence": "return map(float, range(4))",
    "fractions": "from fractions import Fraction\nreturn [Fraction(-1, 3)] * 4",
    "decimals": "from decimal import Decimal\nreturn [Decimal('NaN')] * 4",
    "its own arguments": "return y_true, y_pred",
    "its own function": "import sys\nreturn sys._getframe().f_code",
    "a matrix": "return np.matrix([[-1, -1, -1, -1]])",
    "a random guess": "return np.random.default_rng().normal(size=4)",
    "the earlier answer": "global last\nanswer = globals().get('last', -1)\nlast = len(y_true) + 0.5\nreturn answer",
    "the sum of all calls": "global calls\ncalls = globals().get('calls', []) + [list(y_true)]\nreturn [sum(map(sum, calls)) + 0.5] * 4",
}.items():
    _attack(f"returns {_name}", body=_body)
for _name, _body in {
    "an entry twice": "reply({'dict': [['f1', 0.5], ['f1', -1]]})\nreturn -1",
    "an array without axes": "array('<f8', [], struct.pack('<d', -1))\nreturn -1",
    "eight axes": "array('|i1', [1] * 8, b'\\xff')\nreturn -1",
    "nine axes": "array('|i1', [1] * 9, b'\\xff')\nreturn -1",
    "booleans that are neither": "array('|b1', [4], b'\\xff' * 4)\nreturn -1",
    "an array and its subarrays": "array(['<f8', [2]], [2], bytes(32))\nreturn -1",
    "blobs that nobody names": "reply(-1, *[b'x'] * 256)\nreturn -1",
    "a huge number": "t = b'{\"answer\": ' + b'9' * 10**5 + b'}'\ns.sendall(struct.pack('>I', len(t)) + t)\nreturn -1",
    "numbers of JSON that are none": 't = b\'{"answer": [NaN, Infinity, -Infinity, 1e999], "failure": null, "printed": "", "seen": 0, "blobs": []}\'\ns.sendall(struct.pack(\'>I\', len(t)) + t)\nreturn -1',
    "halves of characters": "reply('\\ud800' * 9)\nreturn -1",
    "two answers in one": "reply(-1)\nreply(-1)\nreturn -1",
    "a failure with an answer": "raw({'answer': -1, **PARTS, 'failure': ['raised', '', 'ValueError', 'f1 mcc']})\nreturn -1",
    "a failure that is no mistake": "raw({'answer': None, **PARTS, 'failure': ['unwritten', '', '', '']})\nreturn -1",
    "a million of lengths": "t = b'{\"blobs\": [' + b'0,' * 400_000 + b'0]}'\ns.sendall(struct.pack('>I', len(t)) + t)\nreturn -1",
    "from a thread": "threading.Thread(target=reply, args=(-1,)).start()\nreturn -1",
    "a byte at a time": "t = b'\\0\\0\\1\\0{'\nfor b in t:\n    s.sendall(bytes([b]))\n    time.sleep(0.1)\nos._exit(0)",
    "what it reads": "reply(-1)\nwhile True:\n    header, blobs = channel.receive(9)\n    reply(header['args'], *blobs)",
    "nothing and closes its ears": "s.detach()\nos.close(3)\nreturn -1",
}.items():
    _attack(f"sends {_name}", _ODD, _body)

# Forge and hurt: what the process may still do.
for _name, _code in {
    "owns its socket for another": "import fcntl, gc, os\nfcntl.fcntl([o for o in gc.get_objects() if type(o).__name__ == 'Channel'][0]._connection, fcntl.F_SETOWN, 1)",
    "locks a library": "import fcntl, sys\nfcntl.flock(open(sys.executable, 'rb'), fcntl.LOCK_EX)",
    "leases a library": "import fcntl, sys\nfcntl.fcntl(open(sys.executable, 'rb'), 1024, 1)",
    "counts processes": "import threading\nfor _ in range(3000):\n    t = threading.Thread(target=int)\n    t.start()\n    t.join()",
    "a second thread that exits": "import os, threading, time\nthreading.Thread(target=lambda: (time.sleep(0.2), os._exit(0))).start()\ntime.sleep(1)",
    "ignores every signal": "import signal\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass",
    "an alarm that forges": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)",
    "maps what it may execute": "import mmap\nm = mmap.mmap(-1, 4096, prot=7)\nm.write(b'\\xb8\\x39\\0\\0\\0\\x0f\\x05\\xc3')\nimport ctypes\nf = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))\nwhile f() > 0: pass",
    "clones without a thread": "import ctypes\nassert ctypes.CDLL(None).syscall(56, 17, 0, 0, 0, 0) > 0",
    "a user namespace by clone": "import ctypes\nassert ctypes.CDLL(None).syscall(56, 0x10000000 | 0x10f00, 0, 0, 0, 0) > 0",
    "the other calling convention": "import ctypes\nassert ctypes.CDLL(None).syscall(0x40000000 + 39) > 0",
    "writes to what it may read": "for name in ('/dev/zero', '/dev/urandom', '/packages/numpy/__init__.py'):\n    try: open(name, 'wb').write(b'x')\n    except OSError: pass\nopen('/packages/lessonlib.py', 'w')",
    "an import hook": "import sys\nclass F:\n    def find_spec(self, *a): raise SystemExit\nsys.meta_path.insert(0, F())",
    "a codec": "import codecs\ncodecs.register(lambda n: (_ for _ in ()).throw(SystemExit))",
    "a new recursion": "import sys\nsys.setrecursionlimit(60)",
    "no memory left": "x = []\ntry:\n    while True: x.append(bytearray(10**6))\nexcept MemoryError: pass",
    "no descriptors left": "x = []\ntry:\n    while True: x.append(open('/dev/null'))\nexcept OSError: pass",
    "exits by a finaliser": "import os\nclass D:\n    def __del__(self): os._exit(0)\nd = D()",
}.items():
    _attack(f"{_name} in a cell", _code)

# Hurt: replies that are cheap to send and would be dear to read or to compare.
for _name, _body in {
    "one blob many times": "reply([{'array': [0, '<f8', [500_000]]}] * 30_000, bytes(4_000_000))\nreturn -1",
    "a text among numbers": "reply(['x' * 2000, *[0] * 200_000])\nreturn -1",
    "keys that collide": "reply({'dict': [[k * (2**61 - 1), 0] for k in range(1, 34_000)]})\nreturn -1",
    "an empty array of long axes": "array('<f8', [4_000_000] * 4 + [0])\nreturn -1",
    "an axis that is True": "array('<f8', [True], bytes(8))\nreturn -1",
    "half a million numbers": "reply([0] * 500_000)\nreturn -1",
}.items():
    _attack(f"sends {_name}", _ODD, _body)
_attack(
    "has its parent killed",
    "import fcntl, gc, os\nc = [o for o in gc.get_objects() if type(o).__name__ == 'Channel'][0]._connection\nfcntl.fcntl(c, fcntl.F_SETOWN, os.getppid())\nfcntl.fcntl(c, 10, 9)\nfcntl.fcntl(c, fcntl.F_SETFL, os.O_ASYNC | os.O_RDWR)",
)
_attack(
    "takes every thread",
    "import threading, time, ctypes\nctypes.CDLL(None).mallopt(-8, 1)\nthreading.stack_size(65536)\ntry:\n    while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nexcept RuntimeError: pass",
)
for _body in ("0.0", "0, 26, 0, 4", "np.zeros(4)"):
    _attack(f"always answers {_body}", body=f"return {_body}")
_attack("always refuses", body="raise ValueError('f1 mcc')")
