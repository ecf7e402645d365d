#!/usr/bin/env python3
"""A scanner at the dock of Rma.Platform: reads cartons from standard input and says where each belongs.

A barcode scanner that acts as a keyboard types what it reads and presses Enter: each line is one carton. An empty line is a carton with
nothing on its outside. Lines that begin with a slash are for the person: /collect and /prepaid set the freight terms of the cartons that
follow, /queue says what waits, /quit ends.

Every scan is written to the queue file before it is sent, with its own time and id. Without network it stays there and is sent later: the
platform judges it as of the time of the scan. The same scan sent twice is the same carton.

    RMA_RECEIVING_URL  address of the dock's service        RMA_SCANNER_KEY    key of this device
    RMA_SCANNER_QUEUE  the queue file (default scans.jsonl)

scanner.py --flush sends what waits and ends: 0 when nothing waits any more, 3 otherwise.
"""
import datetime
import json
import os
import queue
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

WHERE = {
    "accepted": ("GREEN", "accepted", "onto the receiving shelf; open it and scan its units"),
    "held": ("AMBER", "wait", "onto the hold shelf; do not open it"),
    "refused": ("RED", "refused", "onto the pallet that goes back; do not open it"),
}
COLOURS = {"GREEN": "\033[30;42m", "AMBER": "\033[30;43m", "RED": "\033[97;41m", "END": "\033[0m"}
BUSY = ("stream.busy", "request.in-progress")
TIMEOUT = 10
RETRY = 5


class Away(Exception):
    """The platform cannot be reached, or asks for patience: the scan stays in the queue."""


class Wrong(Exception):
    """The platform does not take this scan, now or later: a person has to look."""


class Queue:
    """Scans that were not answered, one JSON object a line; on the disk before they are sent."""

    def __init__(self, file):
        self.file = file
        self.scans = []
        if os.path.exists(file):
            with open(file, encoding="utf-8") as lines:
                self.scans = [json.loads(line) for line in lines if line.endswith("\n")]

    def add(self, scan):
        self.scans.append(scan)
        self._write()

    def done(self, scan):
        self.scans.remove(scan)
        self._write()

    def _write(self):
        with open(self.file + ".new", "w", encoding="utf-8") as new:
            new.writelines(json.dumps(scan) + "\n" for scan in self.scans)
            new.flush()
            os.fsync(new.fileno())
        os.replace(self.file + ".new", self.file)


class Dock:
    """The routes of the dock."""

    def __init__(self, url, key):
        self.url, self.key = url.rstrip("/"), key

    def scan(self, scan):
        """The answer to a carton. Raises Away or Wrong."""
        return self._ask("POST", "/parcels", dict(scan, sentAt=now()), scan["scanId"])

    def parcel(self, parcel_id):
        """Where a carton stands by now. Raises Away or Wrong."""
        return self._ask("GET", f"/parcels/{parcel_id}")

    def _ask(self, method, path, body=None, idempotency_key=None):
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("X-Api-Key", self.key)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", idempotency_key)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            code, problem = read_problem(refused)
            # Not this scan is wrong, but the key, the moment or the service.
            if refused.code in (401, 403, 408, 425, 429) or refused.code >= 500 or code in BUSY:
                raise Away(f"{refused.code} {problem}") from refused
            raise Wrong(f"{refused.code} {problem}") from refused
        except (OSError, ValueError) as away:
            raise Away(str(getattr(away, "reason", away))) from away


class Scanner:
    """Takes lines, keeps the queue, shows the answers."""

    def __init__(self, dock, waiting, show=print):
        self.dock, self.waiting, self.show = dock, waiting, show
        self.freight = "prepaid"
        self.held = {}

    def take(self, line):
        """One line; False when it says to end."""
        if line == "/quit":
            return False
        if line in ("/collect", "/prepaid"):
            self.freight = line[1:]
            self.show(f"freight terms: {self.freight}")
        elif line == "/queue":
            self.show(f"{len(self.waiting.scans)} scans wait, {len(self.held)} cartons are on the hold shelf")
        elif line.startswith("/"):
            self.show("/collect, /prepaid, /queue or /quit")
        else:
            self.waiting.add({"scanId": str(uuid.uuid4()), "marking": line or None, "freightTerms": self.freight, "scannedAt": now()})
            self.flush()
            if self.waiting.scans:
                big(self.show, "AMBER", "no answer yet", "to one side, in the order of the scans; it is asked again by itself")
        return True

    def flush(self):
        """Sends what waits, oldest first, until the platform is away."""
        for scan in list(self.waiting.scans):
            marking = scan["marking"] or "(nothing on the outside)"
            try:
                answer = self.dock.scan(scan)
            except Away as away:
                self.show(f"… {len(self.waiting.scans)} wait: {away}")
                return
            except Wrong as wrong:
                self._put_aside(scan, wrong)
                big(self.show, "RED", f"{marking}: ask the desk", f"to the desk: {wrong}")
                continue
            self.waiting.done(scan)
            self._answered(marking, answer["answer"], answer)

    def ask_about_held(self):
        """Shows what became of cartons on the hold shelf."""
        for parcel_id, marking in list(self.held.items()):
            try:
                parcel = self.dock.parcel(parcel_id)
            except (Away, Wrong):
                return
            if parcel["state"] != "held":
                del self.held[parcel_id]
                self._answered(marking, parcel["state"], parcel)

    def _answered(self, marking, answer, told):
        word, state, where = WHERE[answer]
        big(self.show, word, f"{marking}: {state}", where)
        if answer == "held":
            self.held[told["parcelId"]] = marking
        if answer != "accepted" and told.get("reason"):
            self.show(f"  why: {told['reason']}")
            if told.get("wouldChange"):
                self.show(f"  what would change it: {told['wouldChange']}")
        for unit in told.get("expected") or []:
            self.show(f"  expected in it: {unit['serial']} {unit.get('sku') or ''}".rstrip())

    def _put_aside(self, scan, wrong):
        with open(self.waiting.file + ".wrong", "a", encoding="utf-8") as file:
            file.write(json.dumps(dict(scan, wrong=str(wrong))) + "\n")
        self.waiting.done(scan)


def big(show, word, what, where):
    """The answer, to be read from two metres away."""
    start, end = (COLOURS[word], COLOURS["END"]) if sys.stdout.isatty() else ("", "")
    show(f"{start} {word} {end} {what}")
    show(f"  put it {where}")


def now():
    """This moment with its offset, by the clock of this device."""
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def read_problem(refused):
    """The code of a problem document and its sentence, or what there is."""
    try:
        problem = json.load(refused)
        return problem.get("code"), f"{problem.get('code', '')}: {problem.get('detail') or problem.get('title', '')}"
    except (OSError, ValueError):
        return None, str(refused.reason)


def lines_of(stream):
    """A queue that a thread fills with the lines of a stream; None at its end."""
    read = queue.Queue()

    def fill():
        for line in stream:
            read.put(line.strip("\r\n"))
        read.put(None)

    threading.Thread(target=fill, daemon=True).start()
    return read


def main():
    missing = [name for name in ("RMA_RECEIVING_URL", "RMA_SCANNER_KEY") if not os.environ.get(name)]
    if missing:
        print(f"{' and '.join(missing)} not set (README.md says how)", file=sys.stderr)
        return 2
    dock = Dock(os.environ["RMA_RECEIVING_URL"], os.environ["RMA_SCANNER_KEY"])
    scanner = Scanner(dock, Queue(os.environ.get("RMA_SCANNER_QUEUE", "scans.jsonl")), lambda text: print(text, flush=True))
    scanner.flush()
    if "--flush" not in sys.argv:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        read = lines_of(sys.stdin)
        asked = time.monotonic()
        while True:
            try:
                line = read.get(timeout=RETRY)
                if line is None or not scanner.take(line):
                    break
            except queue.Empty:
                pass
            if time.monotonic() - asked >= RETRY:
                scanner.flush()
                scanner.ask_about_held()
                asked = time.monotonic()
    return 3 if scanner.waiting.scans else 0


if __name__ == "__main__":
    sys.exit(main())
