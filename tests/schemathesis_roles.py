"""Holds a server against openapi.yaml with schemathesis, once as each role.

    python tests/schemathesis_roles.py SCHEMATHESIS STUFFY [CASES]

Each role has a server and a database of its own, so that nobody takes away what another came for. With CASES the
tester goes on, each time by other dice, until it has tried as many as each role.
"""

import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
SERVICE_SCOPES = ["visits:read", "visits:write", "board:read"]
# Each role with the words of `x-roles` that it answers to.
ROLES = {
    "admin": ["open", "family", "admin"],
    "lead": ["open", "family", "lead"],
    "staff": ["open", "family", "staff"],
    "service": ["open", *(f"service:{scope}" for scope in SERVICE_SCOPES)],
    "reader": ["open", "service:visits:read"],
    "queue": ["open", "queue"],
    "family": ["open", "family"],
    "stranger": ["open"],
}
# Without a number of cases: all that the contract's edges bring for one role, and a handful for each other.
EDGES = ["--phases", "examples,coverage,fuzzing", "--max-examples"]
HANDFUL = ["--phases", "examples,fuzzing", "--max-examples"]
AGAIN = ["--phases", "fuzzing", "--max-examples"]
# A chain of links comes to its end early now and then, so it is begun several times.
LINKS = ["--phases", "stateful"]
# Whoever can make what a link leads on from.
MAKERS = ("admin", "lead", "staff")
LANES = 3


class House:
    """A server on a fresh database, with an admin and something to find."""

    def __init__(self, stuffy, role):
        self.role = role
        self.folder = tempfile.TemporaryDirectory(prefix="stuffy-contract-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.password = secrets.token_hex(16)
        self.environment = os.environ | {
            "STUFFY_DATABASE_URL": f"sqlite://{self.folder.name}/stuffy.db",
            "STUFFY_LISTEN": f"127.0.0.1:{self.port}",
            "STUFFY_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "STUFFY_PHOTO_STORAGE": "database",
            # One address asks for everything here, faster than any ward.
            "STUFFY_FAMILY_READS_PER_MINUTE": "100000",
            "STUFFY_TAG_READS_PER_MINUTE": "100000",
            "STUFFY_SIGN_IN_FAILURES_PER_USER": "100000",
            "STUFFY_SIGN_IN_FAILURES_PER_ADDRESS": "100000",
        }
        run = {"check": True, "env": self.environment, "stdout": subprocess.DEVNULL}
        subprocess.run([stuffy, "migrate"], **run)
        admin = ["staff", "add", "--username", "tester", "--role", "admin", "--password-stdin"]
        subprocess.run([stuffy, *admin], input=self.password, text=True, **run)
        self.log = open(f"{self.folder.name}/log", "w+")
        self.server = subprocess.Popen(
            [stuffy, "serve"], env=self.environment, stdout=self.log, stderr=self.log
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.terminate()
        try:
            ended = self.server.wait(30)
        finally:
            self.server.kill()
            self.log.close()
            self.folder.cleanup()
        if ended:
            raise RuntimeError(f"the server did not shut down in peace: {ended}")

    def last_words(self):
        self.log.seek(0)
        return "".join(self.log.readlines()[-20:])

    def ask(self, method, path, body=None, token=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        line.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = line.getresponse()
        said = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {said.decode()}")
        cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return (json.loads(said) if "json" in answer.getheader("content-type", "") else None), cookies

    def make(self, path, body, token):
        return self.ask("POST", f"/api/v1{path}", body, token)[0]

    def wait(self):
        for _ in range(150):
            if self.server.poll() is not None:
                break
            try:
                return self.ask("GET", "/readyz")
            except (OSError, RuntimeError):
                time.sleep(0.2)
        raise RuntimeError(f"the server did not become ready:\n{self.last_words()}")

    def sign_in(self, username):
        words = {"username": username, "password": self.password}
        made, cookies = self.ask("POST", "/api/v1/sessions", words)
        queue = next(c for c in cookies if c.startswith("stuffy_queue="))
        return made["token"], queue.split(";")[0].split("=", 1)[1]

    def furnish(self):
        """Takes people on, opens rooms, checks a bear in; says what is there, and who the role is."""
        admin, _ = self.sign_in("tester")
        for role in ("lead", "staff"):
            person = {"username": f"the-{role}", "display_name": f"The {role}", "role": role, "password": self.password}
            self.make("/staff", person, admin)
        kinds = ("check_in", "pre_op", "operating_room", "recovery", "ward")
        rooms = [self.make("/places", {"name": f"Room of {kind}", "kind": kind}, admin) for kind in kinds]
        tags = self.make("/tags", {"count": 4, "material": "fabric"}, admin)["items"]
        bear = {"child": {"alias": "Little Star"}, "companion": {"name": "Biscuit", "species": "bear"}}
        bear = self.make("/check-ins", bear | {"tag": tags[0]["code"], "place_id": rooms[0]["id"]}, admin)
        guest = {"name": "Mum", "language": "en", "scope": "status_and_photos", "relation": "guardian"}
        link = self.make(f"/visits/{bear['visit']['id']}/family-links", guest, admin)
        scopes = SERVICE_SCOPES if self.role == "service" else ["visits:read"]
        service = self.make("/service-tokens", {"name": "Another system", "scopes": scopes}, admin)
        known = {noun: [bear[noun]["id"]] for noun in ("child", "companion", "visit", "journey")}
        known |= {
            "place": [room["id"] for room in rooms],
            "tag": [tag["code"] for tag in tags],
            "family_link": [link["id"]],
            # A link is what makes somebody family; everybody else has to guess.
            "token": [link["url"].rsplit("/", 1)[1]] if self.role == "family" else [],
        }
        pathlib.Path(self.folder.name, "known.json").write_text(json.dumps(known))
        return service["token"]

    def credentials(self, service):
        """What the role sends along; whoever signs in does so anew, for a session locks when nobody uses it."""
        match self.role:
            case "admin":
                return self.sign_in("tester")[0]
            case "lead" | "staff":
                return self.sign_in(f"the-{self.role}")[0]
            case "queue":
                return self.sign_in("the-staff")[1]
            case "service" | "reader":
                return service
        return None


def try_out(schemathesis, house, service, how, seed):
    """One run of the tester; how many cases it was, and all that it said where one of them failed."""
    command = [schemathesis, "--no-color", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    command += [str(HERE.parent / "openapi.yaml"), "--url", f"http://127.0.0.1:{house.port}", *how]
    command += ["--seed", str(seed)] if seed else []
    token = house.credentials(service)
    command += ["--header", f"Authorization: Bearer {token}"] if token else []
    own = {
        "STUFFY_TESTER_ROLES": " ".join(ROLES[house.role]),
        "STUFFY_TESTER_KNOWS": f"{house.folder.name}/known.json",
    }
    done = subprocess.run(command, env=os.environ | own, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    cases = re.search(r"^\s+([\d,]+) generated", done.stdout, re.MULTILINE)
    if done.returncode == 0 and not cases:
        return 0, f"the tester told no number of cases:\n{done.stdout}"
    failed = done.stdout if done.returncode else None
    return int(cases[1].replace(",", "")) if cases else 0, failed


def first_runs(role, wanted):
    """How to try, each with its seed."""
    chains = [(LINKS, seed) for seed in (1, 2)]
    if wanted is not None:
        return [([*EDGES, "40"], None), *chains]
    first = [*EDGES, "8"] if role == "admin" else [*HANDFUL, "6"]
    return [(first, None), *(chains if role in MAKERS else [])]


def as_role(schemathesis, stuffy, role, wanted):
    """All runs as one role: how many cases, how long, and what failed first."""
    begun, cases, seed = time.monotonic(), 0, 0
    with House(stuffy, role) as house:
        house.wait()
        service = house.furnish()
        runs = first_runs(role, wanted)
        while runs:
            how, seed = runs.pop(0)
            count, failed = try_out(schemathesis, house, service, how, seed)
            cases += count
            if failed:
                return cases, time.monotonic() - begun, f"{failed}\nthe server's last words:\n{house.last_words()}"
            if not runs and wanted is not None and cases < wanted:
                seed = (seed or 0) + 1
                runs = [([*AGAIN, "40"], seed)] + [(LINKS, seed + more) for more in range(6)]
        if house.server.poll() is not None:
            return cases, time.monotonic() - begun, f"the server is gone:\n{house.last_words()}"
    return cases, time.monotonic() - begun, None


def main():
    schemathesis, stuffy, *rest = sys.argv[1:]
    wanted = int(rest[0]) if rest else None
    # Told to stop, it takes its servers down like anybody.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    total, broken = 0, []
    with concurrent.futures.ThreadPoolExecutor(LANES) as lanes:
        runs = {lanes.submit(as_role, schemathesis, stuffy, role, wanted): role for role in ROLES}
        for run in concurrent.futures.as_completed(runs):
            role, (cases, seconds, failed) = runs[run], run.result()
            total += cases
            print(f"as {role}: {cases} cases in {seconds:.0f} s{', one of which FAILED' if failed else ''}", flush=True)
            broken += [f"== as {role}\n{failed}"] if failed else []
    print("\n".join(broken))
    print(f"{total} cases as {len(ROLES)} roles")
    sys.exit(1 if broken else 0)


main()
