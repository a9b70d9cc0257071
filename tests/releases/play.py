#!/usr/bin/env python3
"""Plays a stay by a release's own API, and prints as JSON what it answered: what its database must still say later.

    play.py http://127.0.0.1:8080 PASSWORD     where `installer`, an admin, signs in by that password
"""

import datetime
import json
import sys
import time
import urllib.request
import uuid

base, password = sys.argv[1:]
token = None


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(f"{base}/api/v1{path}", data, headers, method=method)
    return urllib.request.urlopen(request, timeout=10).read().decode()


def post(path, body):
    return json.loads(ask("POST", path, body))


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def scan_id():
    millis = time.time_ns() // 1_000_000
    return str(uuid.UUID(int=millis << 80 | 7 << 76 | 2 << 62 | uuid.uuid4().int & (1 << 62) - 1))


scans = []


def scan(tag, **more):
    body = {"id": scan_id(), "tag": tag, "occurred_at": now(), **more}
    answer = ask("POST", "/scans", body)
    scans.append({"scan": body, "answer": answer})
    return json.loads(answer)


def acts(tag, *actions):
    return scan(tag, actions=list(actions))


token = post("/sessions", {"username": "installer", "password": password})["token"]
post("/staff", {"username": "nurse", "display_name": "A nurse", "role": "staff", "password": password})
rooms = {
    kind: post("/places", {"name": name, "kind": kind})["id"]
    for kind, name in [
        ("pre_op", "Holding bay 3"),
        ("operating_room", "OR 7"),
        ("recovery", "PACU bay 2"),
        ("ward", "Ward 4 East"),
    ]
}
asked = ["metal", "magnet", "battery", "weighted", "loose_parts", "latex", "holds_water"]
harmless = {question: "no" for question in asked} | {"washable": "yes"}
tags = [tag["code"] for tag in post("/tags", {"count": 3, "material": "fabric"})["items"]]
stays = [
    post("/check-ins", {
        "child": {"alias": alias},
        "companion": {"name": name, "species": species, "screening": harmless},
        "tag": tag,
    })
    for alias, name, species, tag in [("Little Star", "Biscuit", "bear", tags[0]), ("Comet", "Hops", "rabbit", tags[1])]
]
ready = [
    {"kind": "cleaned", "method": "wash", "bagged": True, "attested_by": "family"},
    {"kind": "dressed", "items": ["gown", "mask"]},
]
# One goes all the way and is back with its child.
visit = stays[0]["visit"]["id"]
post(f"/visits/{visit}/family-links", {"name": "Grandmother", "language": "en", "scope": "status"})
scan(tags[0], place_id=rooms["pre_op"])
acts(tags[0], *ready)
post(f"/visits/{visit}/moves", {"place_id": rooms["operating_room"], "occurred_at": now()})
acts(tags[0], {"kind": "moved", "place_id": rooms["operating_room"], "resting_place": "shelf"})
acts(tags[0], {"kind": "handed_over", "to": "staff", "name": "Quillfeather"})
wrong = acts(tags[0], {"kind": "noted", "text": "Another bear was meant"})["steps"][0]["id"]
post(f"/journeys/{stays[0]['journey']['id']}/steps/{wrong}/void", {"reason": "another bear"})
acts(tags[0], {"kind": "undressed", "items": ["gown", "mask"]})
scan(tags[0], place_id=rooms["ward"])
acts(tags[0], {"kind": "reunited", "with": "child"})
# One is on its way, its family's page is held, and nobody knows where it is.
visit = stays[1]["visit"]["id"]
scan(tags[1], place_id=rooms["pre_op"])
acts(tags[1], *ready)
ask("PUT", f"/visits/{visit}/hold", {"kind": "hold", "reason": "we talk first"})
acts(tags[1], {"kind": "reported_missing"})

seen = {}
for stay in stays:
    for noun in ["child", "companion", "visit", "journey"]:
        plural = {"child": "children"}.get(noun, f"{noun}s")
        path = f"/{plural}/{stay[noun]['id']}"
        seen[path] = json.loads(ask("GET", path))
    path = f"/journeys/{stay['journey']['id']}/steps?limit=200"
    seen[path] = json.loads(ask("GET", path))
for path in ["/alerts", "/places", "/staff"]:
    seen[path] = json.loads(ask("GET", path))
print(json.dumps({"at": now(), "tag": tags[1], "seen": seen, "scans": scans}, indent=1))
