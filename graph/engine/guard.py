"""The guard: a small process that owns the engine's Java while anybody uses it.

Run as a script with the standard library only (`python -I -S guard.py`, 11 MB resident); the plan, with its secrets,
comes on standard input as one JSON object, so that `ps` and the environment show nothing. Its fields:

    folder        the store's folder
    lock_fd       an inherited descriptor that already holds guard.lock, or null (Windows): then it is taken here
    command       the engine; `port_option` + a port number goes after its first word (0: choose one)
    environment   all that the engine gets of the environment
    ready         a pattern with one group, the port, that the engine prints once it listens
    token, proof  what a caller says, and what it hears back: only readers of guard.json know them
    access        copied to guard.json for those who attach (the engine's accounts)
    linger        seconds from the last connection's end to the engine's
    start_limit   seconds that the engine has to print its port
    stop_limit    seconds from SIGTERM to SIGKILL
    restarts      how many crashes in a minute are followed by another start
    options       more options, after the port: those of the cache
    cache         the cache that they use, or null; it is given up if the engine does not start with it
    draft         null, or where this run leaves a cache at its end and where it is put then
    death         how the engine dies if the guard is killed: "signal" (Linux) or "watch" (a second small process)

Protocol, over loopback, one JSON object a line. The caller says {"token": …} and hears the state with "proof"; then
{"ask": "state"} or {"ask": "ready", "generation": n} (a query succeeded), each answered with the state. An open
connection is a use of the engine; nothing else is.
"""

from __future__ import annotations

import json
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import time

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TYPE_CHECKING = False  # importing typing costs the guard memory
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

GUARD_FILE = "guard.json"
GUARD_LOCK = "guard.lock"
JAVA_LOCK = "java.lock"
ENGINE_LOG = "engine.log"
LOG_FOLDER = "log"

LOCKED_ELSEWHERE = 3  # exit status: another guard has the folder

_LINE_LIMIT = 4096  # bytes of a request; the longest real one has about 100
_STRANGER_SECONDS = 5.0  # how long a caller may take to show the token
_CALLERS = 512
_TAIL_LINES = 20
_CRASH_WINDOW = 60.0  # seconds in which `restarts` are counted
_DRAFT_SECONDS = 30.0  # more for an end that writes the cache (4 s measured)
_ORPHAN_SECONDS = 10.0  # how long a former guard's engine may take to end after SIGTERM (0.5 s measured)


def lock(descriptor: int) -> bool:
    """Take the exclusive lock on an open file, or say at once that somebody else has it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write_private(path: str, text: str) -> None:
    """Put `text` in a file that only its owner can read, in one step: a reader sees the old file or the new one."""
    temporary = f"{path}.{os.getpid()}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)  # noqa: PTH105 - pathlib would cost the guard memory


def tail(path: str, start: int = 0, *, lines: int = _TAIL_LINES) -> list[str]:
    """The last `lines` lines within the last 16 KB of a log, from byte `start` on; none if it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - see above
            size = file.seek(0, os.SEEK_END)
            file.seek(max(start, size - 16_384))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()][-lines:]


def _note(event: str, **values: object) -> None:
    """One line to the guard's log, which is its standard error."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        print(stamp, event, *(f"{key}={value!r}" for key, value in values.items()), file=sys.stderr, flush=True)
    except OSError:
        return  # a full disk must not end the guard, and with it the engine


def _same(left: str, right: str) -> bool:
    """Equality that takes as long for a near miss as for a far one."""
    a, b = left.encode("utf-8", "surrogatepass"), right.encode()  # JSON may hold half a surrogate pair
    return len(a) == len(b) and sum(x ^ y for x, y in zip(a, b, strict=True)) == 0


def die_with_parent() -> Callable[[], None]:
    """Linux: something to call in the child, after which the kernel ends it when the guard's thread is gone."""
    import ctypes

    libc, guard = ctypes.CDLL(None), os.getpid()

    def ask_kernel() -> None:
        libc.prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG
        if os.getppid() != guard:  # the guard was gone before the call
            os._exit(1)

    return ask_kernel


class Engine:
    """The Java child: started, watched, started again after a crash."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.folder: str = plan["folder"]
        self.log = os.path.join(self.folder, LOG_FOLDER, ENGINE_LOG)  # noqa: PTH118 - see above
        self.state = "waiting"
        self.port = 0
        self.generation = 0
        self.failure = ""
        self.crashes: list[dict[str, Any]] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._since = time.monotonic()
        self._log_start = 0
        self._was_up = False
        self._orphan_ended = False
        self._options: list[str] = plan["options"]

    def described(self) -> dict[str, Any]:
        """What a caller is told."""
        return {
            "state": self.state,
            "port": self.port if self.state in ("up", "ready") else None,
            "generation": self.generation,
            "guard": os.getpid(),
            "engine": self._process.pid if self._process else None,
            "crashes": self.crashes[-5:],
            "failure": self.failure,
            "lines": tail(self.log, self._log_start) if self.failure else [],
        }

    def step(self) -> None:
        """Look at the child once and do what is due."""
        if self.state == "waiting":
            self._start()
        elif self._process is not None and self._process.poll() is not None:
            self._ended(self._process.returncode)
        elif self.state == "starting":
            self._look_for_port()

    def answered(self, generation: object) -> None:
        """A caller's query succeeded."""
        if self.state == "up" and generation == self.generation:
            self.state = "ready"

    def stop(self) -> None:
        """End the child: SIGTERM, and SIGKILL after `stop_limit` seconds."""
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(self.plan["stop_limit"] + (_DRAFT_SECONDS if self.plan["draft"] else 0))
        except subprocess.TimeoutExpired:
            _note("engine-did-not-stop", pid=process.pid)
            self._options = []  # what it was writing is no cache
            process.kill()
            process.wait()
        self._release_watcher()
        _note("engine-stopped", pid=process.pid, code=process.returncode)
        self._process = None
        self._keep_cache()

    def _keep_cache(self) -> None:
        """Put the cache that Java wrote while it ended where later runs look for it, in one step."""
        if self.plan["draft"] and self._options:
            try:
                os.replace(*self.plan["draft"])  # noqa: PTH105
            except OSError as error:
                _note("cache-not-kept", error=str(error))

    def _start(self) -> None:
        descriptor = os.open(os.path.join(self.folder, JAVA_LOCK), os.O_RDWR | os.O_CREAT, 0o600)  # noqa: PTH118
        try:
            if not lock(descriptor):
                self._wait_for_orphan(descriptor)
                return
            self._spawn(descriptor)
        except OSError as error:
            self._fail(f"Java could not be started: {error}")
        finally:
            os.close(descriptor)  # from now on the child alone holds the lock, for exactly as long as it lives

    def _wait_for_orphan(self, descriptor: int) -> None:
        """A killed guard's engine is still ending. The file names it, and it lives, for it holds the lock."""
        waited = time.monotonic() - self._since
        if waited > 2 * _ORPHAN_SECONDS:
            self._fail("an earlier engine still holds the folder")
        elif waited > _ORPHAN_SECONDS and not self._orphan_ended:
            self._orphan_ended = True
            number = os.pread(descriptor, 20, 0).strip() if hasattr(os, "pread") else b""
            if number.isdigit():
                _note("orphan-killed", pid=int(number))
                os.kill(int(number), getattr(signal, "SIGKILL", signal.SIGTERM))

    def _spawn(self, descriptor: int) -> None:
        os.ftruncate(descriptor, 0)
        first, *rest = self.plan["command"]
        command = [first, f"{self.plan['port_option']}{self._wanted_port()}", *self._options, *rest]
        with open(self.log, "ab") as log:  # noqa: PTH123
            self._log_start = log.seek(0, os.SEEK_END)
            self._process = process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=self.plan["environment"],
                pass_fds=() if sys.platform == "win32" else (descriptor,),
                preexec_fn=die_with_parent() if self.plan["death"] == "signal" else None,
            )
        os.write(descriptor, str(process.pid).encode())
        if self.plan["death"] == "watch":
            self._watch(process.pid)
        self.generation += 1
        self.state, self._since = "starting", time.monotonic()
        _note("engine-started", pid=process.pid, generation=self.generation)

    def _wanted_port(self) -> int:
        """The last port if it is free, so that drivers that know it find the restarted engine; else 0."""
        if not self.port:
            return 0
        with socket.socket() as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                return 0
        return self.port

    def _watch(self, pid: int) -> None:
        command = [sys.executable, "-I", "-S", __file__, "watch", str(pid)]
        self._watcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def _release_watcher(self) -> None:
        if self._watcher is None:
            return
        try:
            self._watcher.communicate(b".", timeout=5)
        except (OSError, subprocess.TimeoutExpired):
            self._watcher.kill()
        self._watcher = None

    def _look_for_port(self) -> None:
        found = re.search(self.plan["ready"], "\n".join(tail(self.log, self._log_start, lines=1000)))
        if found:
            self.port, self.state, self._was_up = int(found[1]), "up", True
            _note("engine-up", port=self.port, seconds=round(time.monotonic() - self._since, 2))
        elif time.monotonic() - self._since > self.plan["start_limit"] and self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self._release_watcher()
            self._fail(f"no Bolt address within {self.plan['start_limit']} seconds")

    def _ended(self, code: int) -> None:
        self._release_watcher()
        self._process = None
        now = time.time()
        self.crashes.append({"at": now, "code": code, "generation": self.generation, "while": self.state})
        last = tail(self.log, self._log_start, lines=3)
        _note("engine-ended", code=code, generation=self.generation, state=self.state, last=last)
        recent = [crash for crash in self.crashes if now - crash["at"] < _CRASH_WINDOW]
        native = -code in (signal.SIGSEGV, signal.SIGABRT, getattr(signal, "SIGBUS", None), signal.SIGILL)
        if self._options and (native or not self._was_up):
            # Java refused each broken cache that was tried; but no start may hang on a file that can be made anew.
            _note("cache-given-up", options=self._options)
            if self.plan["cache"]:
                remove(self.plan["cache"])
            self._options = []
            self.state, self._since = "waiting", time.monotonic()
        elif not self._was_up:
            self._fail(f"it ended while it started (status {code})")
        elif len(recent) > self.plan["restarts"]:
            self._fail(f"it ended {len(recent)} times within a minute (last status {code})")
        else:
            self.state, self._since, self._orphan_ended = "waiting", time.monotonic(), False

    def _fail(self, reason: str) -> None:
        self.state, self.failure = "failed", reason
        self._since = time.monotonic()
        _note("engine-failed", reason=reason)

    def failed_for(self) -> float:
        """Seconds since the engine was given up; 0 while it was not."""
        return time.monotonic() - self._since if self.state == "failed" else 0.0


class Caller:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.received = b""
        self.known = False
        self.since = time.monotonic()


class Guard:
    """Holds the folder's lock, the engine and the connections."""

    def __init__(self, plan: dict[str, Any], listener: socket.socket) -> None:
        self.plan = plan
        self.engine = Engine(plan)
        self.callers: dict[int, Caller] = {}
        self.asked_to_stop = False
        self._listener = listener
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ)
        self._idle_since = time.monotonic()

    def run(self) -> None:
        """Until the last caller is gone, the engine is given up, or a signal says so."""
        for name in ("SIGTERM", "SIGINT"):
            signal.signal(getattr(signal, name), self._on_signal)
        try:
            while not self._over():
                busy = self.engine.state in ("waiting", "starting")
                for key, _ in self._selector.select(0.02 if busy else 0.25):
                    if key.fileobj is self._listener:
                        self._accept()
                    else:
                        self._serve(key.data)
                self.engine.step()
                self._drop_strangers()
        finally:
            self._leave()

    def _on_signal(self, number: int, _frame: object) -> None:
        _note("signal", number=number)
        self.asked_to_stop = True

    def _over(self) -> bool:
        if any(c.known for c in self.callers.values()):
            self._idle_since = time.monotonic()
        idle = time.monotonic() - self._idle_since
        # A given-up engine is held 5 s so that whoever waits for it reads why.
        return self.asked_to_stop or idle > self.plan["linger"] or self.engine.failed_for() > 5

    def _leave(self) -> None:
        remove(os.path.join(self.plan["folder"], GUARD_FILE))  # noqa: PTH118
        self._listener.close()
        for number in list(self.callers):
            self._drop(number)
        self.engine.stop()
        _note("guard-ended")

    def _serve(self, source: socket.socket) -> None:
        caller = self.callers[source.fileno()]
        try:
            received = source.recv(_LINE_LIMIT)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        caller.received += received
        if not received or len(caller.received) > _LINE_LIMIT:
            self._drop(source.fileno())
            return
        *lines, caller.received = caller.received.split(b"\n")
        for line in lines:
            if not self._answer(caller, line):
                self._drop(source.fileno())
                return

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        if len(self.callers) >= _CALLERS:
            connection.close()
            return
        connection.setblocking(False)
        self.callers[connection.fileno()] = Caller(connection)
        self._selector.register(connection, selectors.EVENT_READ, connection)

    def _answer(self, caller: Caller, line: bytes) -> bool:
        """Answer one request; False if the caller is to be dropped."""
        try:
            request = json.loads(line)
            token = request.get("token", "")
        except (ValueError, AttributeError, RecursionError):
            return False
        proof = {}
        if not caller.known:
            if not isinstance(token, str) or not _same(token, self.plan["token"]):
                return False
            caller.known = True
            proof = {"proof": self.plan["proof"]}
        if request.get("ask") == "ready":
            self.engine.answered(request.get("generation"))
        answer = json.dumps({**self.engine.described(), **proof}).encode() + b"\n"
        try:
            caller.connection.sendall(answer)  # some KB, into an empty buffer: one that does not fit is a dead caller
        except OSError:
            return False
        return True

    def _drop(self, number: int) -> None:
        caller = self.callers.pop(number)
        self._selector.unregister(caller.connection)
        caller.connection.close()

    def _drop_strangers(self) -> None:
        now = time.monotonic()
        for number, caller in list(self.callers.items()):
            if not caller.known and now - caller.since > _STRANGER_SECONDS:
                self._drop(number)


def remove(path: str) -> None:
    """Delete a file that may not be there."""
    try:
        os.unlink(path)  # noqa: PTH108 - pathlib would cost the guard memory
    except OSError:
        return


def watch(pid: int) -> int:
    """Wait for the guard's word that the engine has ended; if the guard is gone without it, end the engine."""
    if sys.stdin.buffer.read(1) == b"":
        os.kill(pid, signal.SIGTERM)
    return 0


def _take_lock(plan: dict[str, Any]) -> bool:
    if plan["lock_fd"] is not None:
        os.set_inheritable(plan["lock_fd"], False)
        return True
    descriptor = os.open(os.path.join(plan["folder"], GUARD_LOCK), os.O_RDWR | os.O_CREAT, 0o600)  # noqa: PTH118
    limit = time.monotonic() + 5  # the starter lets go as soon as it has started us
    while not lock(descriptor):
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def main(arguments: list[str]) -> int:
    """Be a guard, or with `watch PID` a guard's watcher."""
    if arguments[:1] == ["watch"]:
        return watch(int(arguments[1]))
    plan = json.loads(sys.stdin.buffer.read())
    os.umask(0o077)
    if not _take_lock(plan):
        return LOCKED_ELSEWHERE
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    listener.setblocking(False)
    known = {"port": listener.getsockname()[1], "token": plan["token"], "proof": plan["proof"], **plan["access"]}
    write_private(os.path.join(plan["folder"], GUARD_FILE), json.dumps(known))  # noqa: PTH118
    # Away from whoever started us: the starter waits for the first process only, and has no child to reap later.
    if hasattr(os, "fork") and os.fork() > 0:
        os._exit(0)
    Guard(plan, listener).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
