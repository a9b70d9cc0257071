"""Hooks of schemathesis that insert real ids, revisions and idempotency keys into generated requests.

With generated ids nearly every response would be 404. So the hooks collect ids from responses and insert them into
every second valid request. Requests that are invalid on purpose are not changed.
"""

import datetime
import itertools
import json
import os
import pathlib
import re
import uuid
from collections import defaultdict, deque

import schemathesis

# The kind of an object in a response, by members that only this kind has.
SHAPES = {
    "child": {"alias", "patient_ref"},
    "companion": {"screening", "child_id"},
    "visit": {"hold", "child_id"},
    "journey": {"clearance"},
    "step": {"action", "recorded_at"},
    "place": {"policy"},
    "staff": {"username", "created_at"},
    "alert": {"raised_at", "journey_id"},
    "service_token": {"scopes"},
    "phone": {"enrolled_by"},
    "family_link": {"opened_at"},
    "photo": {"taken_by"},
}
# The kinds of ids in path parameters and in members of a body.
IN_PATHS = {
    "children": "child",
    "companions": "companion",
    "visits": "visit",
    "journeys": "journey",
    "places": "place",
    "staff": "staff",
    "alerts": "alert",
    "service-tokens": "service_token",
    "phones": "phone",
    "family-links": "family_link",
    "photos": "photo",
}
IN_BODIES = {
    "child_id": "child",
    "companion_id": "companion",
    "place_id": "place",
    "witness": "staff",
    "tag": "tag",
}

# The values of `x-roles` that include this role.
_roles = set(os.environ["STUFFY_TESTER_ROLES"].split())
_known = defaultdict(lambda: deque(maxlen=8))
_revisions = {}
_numbers = itertools.count()
_run = uuid.uuid4().hex

# Records from the setup, so that roles without access also ask for existing ids.
for _kind, _values in json.loads(pathlib.Path(os.environ["STUFFY_TESTER_RECORDS"]).read_text()).items():
    _known[_kind].extend(_values)


@schemathesis.check
def respects_permissions(context, response, case):
    """Roles without permission get an error; roles with permission are not refused for lack of it."""
    if case.method.upper() != case.operation.method.upper():
        return
    wanted = set(case.operation.definition.raw["x-roles"])
    may = bool(wanted & _roles)
    if not may and response.status_code < 400:
        raise AssertionError(f"allowed for {sorted(wanted)}, but {sorted(_roles)} got {response.status_code}")
    if may and response.status_code == 403 and response.json().get("code") == "forbidden":
        raise AssertionError(f"allowed for {sorted(wanted)}, but forbidden for {sorted(_roles)}")


@schemathesis.hook
def after_call(context, case, response):
    """Collects ids. Of staff only those created here, default schemathesis would change its own password."""
    if response.status_code in (200, 201) and "json" in response.headers.get("content-type", [""])[0]:
        _collect(response.json(), created=case.method == "POST")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Inserts ids of existing records into valid requests."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    number = next(_numbers)
    if case.headers and "Idempotency-Key" in case.headers:
        # The same key with another body would be refused.
        case.headers["Idempotency-Key"] = f"contract-tester-{_run}-{number}"
    if case.query:
        # A cursor is opaque: only the server creates valid ones.
        case.query.pop("after", None)
    # Deletions hit existing records less often, default none would be left.
    deletes = case.method == "DELETE" or case.path.endswith("/void")
    if number % (12 if deletes else 2) == 0:
        _insert_into_path(case, number)
        case.body = _with_real_ids(case.body, number)


def _collect(value, created):
    if isinstance(value, list):
        for item in value:
            _collect(item, created)
    if not isinstance(value, dict):
        return
    for kind, members in SHAPES.items():
        if members <= value.keys() and (created or kind != "staff" or value["id"] in _revisions):
            _remember(kind, value["id"])
            _revisions[value["id"]] = value.get("revision")
    if {"code", "state"} <= value.keys():
        _remember("tag", value["code"])
    if isinstance(value.get("url"), str) and "/f/" in value["url"]:
        _remember("token", value["url"].rsplit("/", 1)[1])
    if isinstance(value.get("action"), dict):
        _revisions[value["id"]] = value["journey_id"]
    for member in value.values():
        _collect(member, created)


def _remember(kind, value):
    if value not in _known[kind]:
        _known[kind].append(value)


def _pick(kind, number, default):
    known = _known[kind]
    return known[number // 2 % len(known)] if known else default


def _insert_into_path(case, number):
    given = case.path_parameters or {}
    noun = re.match(r"/api/v1/([a-z-]+)/\{id\}", case.path)
    if noun:
        given["id"] = _pick(IN_PATHS[noun[1]], number, given["id"])
    if "step_id" in given:
        given["step_id"] = _pick("step", number, given["step_id"])
        given["id"] = _revisions.get(given["step_id"], given["id"])
    if "/tags/{code}" in case.path:
        given["code"] = _pick("tag", number, given["code"])
    if "token" in given:
        given["token"] = _pick("token", number, given["token"])
    revision = _revisions.get(given.get("id"))
    if case.headers and "If-Match" in case.headers and revision:
        case.headers["If-Match"] = f'"{revision}"'


def _with_real_ids(value, number):
    if isinstance(value, list):
        return [_with_real_ids(item, number) for item in value]
    if not isinstance(value, dict):
        return value
    real = {name: _with_real_ids(member, number) for name, member in value.items()}
    for name, member in real.items():
        if name in IN_BODIES and isinstance(member, str):
            real[name] = _pick(IN_BODIES[name], number, member)
        elif name in ("child", "companion", "visit") and isinstance(member, dict) and "id" in member:
            real[name] = {"id": _pick(name, number, member["id"])}
        elif name in ("occurred_at", "sent_at") and isinstance(member, str):
            # Half of them 15 minutes ago, which is late but allowed.
            ago = datetime.timedelta(minutes=15 * (number // 2 % 2))
            real[name] = (datetime.datetime.now(datetime.timezone.utc) - ago).isoformat()
    if "tag" in real and "place_id" in real and real["place_id"]:
        # A place is given by id or by code, not by both.
        real.pop("place", None)
    return real
