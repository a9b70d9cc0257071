"""Tests the server against openapi.yaml with schemathesis, once for each role.

    python tests/schemathesis_roles.py SCHEMATHESIS STUFFY [CASES]

Each role has its own server and database, so that no role deletes the records of another. With CASES schemathesis is
repeated with other seeds until it has sent that many requests for each role.
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
# Each role with the values of `x-roles` that include it.
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
# Without CASES: full coverage of the contract for one role, and a few requests for each other role.
COVERAGE = ["--phases", "examples,coverage,fuzzing", "--max-examples"]
FEW = ["--phases", "examples,fuzzing", "--max-examples"]
REPEAT = ["--phases", "fuzzing", "--max-examples"]
# A chain of links may end early, so several are started.
LINKS = ["--phases", "stateful"]
# The roles that can create the records that links start from.
CREATORS = ("admin", "lead", "staff")
WORKERS = 3


class TestServer:
    """A server on a new database with an admin and some records."""

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
            # All requests come from one address, faster than from any ward.
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
            raise RuntimeError(f"the server exited with an error: {ended}")

    def log_end(self):
        self.log.seek(0)
        return "".join(self.log.readlines()[-20:])

    def request(self, method, path, body=None, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status} {content.decode()}")
        cookies = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        return (json.loads(content) if "json" in response.getheader("content-type", "") else None), cookies

    def create(self, path, body, token):
        return self.request("POST", f"/api/v1{path}", body, token)[0]

    def wait(self):
        for _ in range(150):
            if self.server.poll() is not None:
                break
            try:
                return self.request("GET", "/readyz")
            except (OSError, RuntimeError):
                time.sleep(0.2)
        raise RuntimeError(f"the server did not become ready:\n{self.log_end()}")

    def sign_in(self, username):
        words = {"username": username, "password": self.password}
        made, cookies = self.request("POST", "/api/v1/sessions", words)
        queue = next(c for c in cookies if c.removeprefix("__Host-").startswith("stuffy_queue="))
        return made["token"], queue.split(";")[0].split("=", 1)[1]

    def create_records(self):
        """Creates staff, places, a checked-in companion and a family link; returns the service token."""
        admin, _ = self.sign_in("tester")
        for role in ("lead", "staff"):
            person = {"username": f"the-{role}", "display_name": f"The {role}", "role": role, "password": self.password}
            self.create("/staff", person, admin)
        kinds = ("check_in", "pre_op", "operating_room", "recovery", "ward")
        places = [self.create("/places", {"name": f"Place {kind}", "kind": kind}, admin) for kind in kinds]
        tags = self.create("/tags", {"count": 4, "material": "fabric"}, admin)["items"]
        bear = {"child": {"alias": "Little Star"}, "companion": {"name": "Biscuit", "species": "bear"}}
        bear = self.create("/check-ins", bear | {"tag": tags[0]["code"], "place_id": places[0]["id"]}, admin)
        guest = {"name": "Mum", "language": "en", "scope": "status_and_photos", "relation": "guardian"}
        link = self.create(f"/visits/{bear['visit']['id']}/family-links", guest, admin)
        scopes = SERVICE_SCOPES if self.role == "service" else ["visits:read"]
        service = self.create("/service-tokens", {"name": "Another system", "scopes": scopes}, admin)
        records = {noun: [bear[noun]["id"]] for noun in ("child", "companion", "visit", "journey")}
        records |= {
            "place": [room["id"] for room in places],
            "tag": [tag["code"] for tag in tags],
            "family_link": [link["id"]],
            # Only the family role knows the token of its link.
            "token": [link["url"].rsplit("/", 1)[1]] if self.role == "family" else [],
        }
        pathlib.Path(self.folder.name, "records.json").write_text(json.dumps(records))
        return service["token"]

    def credentials(self, service):
        """The bearer token of the role; signs in again each time, because idle sessions lock."""
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


def run_schemathesis(schemathesis, server, service, how, seed):
    """Runs schemathesis once; returns the number of requests, and the output if one of them failed."""
    command = [schemathesis, "--no-color", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    command += [str(HERE.parent / "openapi.yaml"), "--url", f"http://127.0.0.1:{server.port}", *how]
    command += ["--seed", str(seed)] if seed else []
    token = server.credentials(service)
    command += ["--header", f"Authorization: Bearer {token}"] if token else []
    own = {
        "STUFFY_TESTER_ROLES": " ".join(ROLES[server.role]),
        "STUFFY_TESTER_RECORDS": f"{server.folder.name}/records.json",
    }
    done = subprocess.run(command, env=os.environ | own, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    cases = re.search(r"^\s+([\d,]+) generated", done.stdout, re.MULTILINE)
    if done.returncode == 0 and not cases:
        return 0, f"schemathesis printed no number of cases:\n{done.stdout}"
    failed = done.stdout if done.returncode else None
    return int(cases[1].replace(",", "")) if cases else 0, failed


def first_runs(role, wanted):
    """The arguments of the first runs, each with its seed."""
    chains = [(LINKS, seed) for seed in (1, 2)]
    if wanted is not None:
        return [([*COVERAGE, "40"], None), *chains]
    first = [*COVERAGE, "8"] if role == "admin" else [*FEW, "6"]
    return [(first, None), *(chains if role in CREATORS else [])]


def test_role(schemathesis, stuffy, role, wanted):
    """All runs for one role: number of requests, duration, and the first failure."""
    begun, cases, seed = time.monotonic(), 0, 0
    with TestServer(stuffy, role) as server:
        server.wait()
        service = server.create_records()
        runs = first_runs(role, wanted)
        while runs:
            how, seed = runs.pop(0)
            count, failed = run_schemathesis(schemathesis, server, service, how, seed)
            cases += count
            if failed:
                return cases, time.monotonic() - begun, f"{failed}\nend of the server log:\n{server.log_end()}"
            if not runs and wanted is not None and cases < wanted:
                seed = (seed or 0) + 1
                runs = [([*REPEAT, "40"], seed)] + [(LINKS, seed + more) for more in range(6)]
        if server.server.poll() is not None:
            return cases, time.monotonic() - begun, f"the server has exited:\n{server.log_end()}"
    return cases, time.monotonic() - begun, None


def main():
    schemathesis, stuffy, *rest = sys.argv[1:]
    wanted = int(rest[0]) if rest else None
    # On SIGTERM the servers are stopped as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    total, broken = 0, []
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        runs = {pool.submit(test_role, schemathesis, stuffy, role, wanted): role for role in ROLES}
        for run in concurrent.futures.as_completed(runs):
            role, (cases, seconds, failed) = runs[run], run.result()
            total += cases
            print(f"as {role}: {cases} cases in {seconds:.0f} s{', FAILED' if failed else ''}", flush=True)
            broken += [f"== as {role}\n{failed}"] if failed else []
    print("\n".join(broken))
    print(f"{total} cases as {len(ROLES)} roles")
    sys.exit(1 if broken else 0)


main()
