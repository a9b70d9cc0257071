"""What the public contract tester cannot invent: ids of things that are there, revisions, and keys of its own.

Left to itself it would be told 404 all day. So ids are learnt from the server's answers, and every second valid
request is given some of them. Requests that are made to be wrong stay as they are.
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

# What an object in an answer is, told by members that only it has.
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
# What the parameters of a path, and the members of a body, stand for.
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

# What this role answers to among the words of `x-roles`.
_roles = set(os.environ["STUFFY_TESTER_ROLES"].split())
_known = defaultdict(lambda: deque(maxlen=8))
_revisions = {}
_numbers = itertools.count()
_run = uuid.uuid4().hex

# What is there from the start, so that whoever may not see it can ask for it by its true name.
for _kind, _values in json.loads(pathlib.Path(os.environ["STUFFY_TESTER_KNOWS"]).read_text()).items():
    _known[_kind].extend(_values)


@schemathesis.check
def within_its_rights(context, response, case):
    """Whoever an operation is not for gets nothing from it; whoever it is for is not turned away for who it is."""
    if case.method.upper() != case.operation.method.upper():
        return
    wanted = set(case.operation.definition.raw["x-roles"])
    may = bool(wanted & _roles)
    if not may and response.status_code < 400:
        raise AssertionError(f"this is for {sorted(wanted)}, and answered {response.status_code} to {sorted(_roles)}")
    if may and response.status_code == 403 and response.json().get("code") == "forbidden":
        raise AssertionError(f"this is for {sorted(wanted)}, and forbidden to {sorted(_roles)}")


@schemathesis.hook
def after_call(context, case, response):
    """Learns what is there. Of staff only those made here, or the tester would change its own password."""
    if response.status_code in (200, 201) and "json" in response.headers.get("content-type", [""])[0]:
        _learn(response.json(), made=case.method == "POST")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Gives a valid request what makes it a real one."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    number = next(_numbers)
    if case.headers and "Idempotency-Key" in case.headers:
        # The same key with another body is rightly refused.
        case.headers["Idempotency-Key"] = f"contract-tester-{_run}-{number}"
    if case.query:
        # A cursor is opaque: only the server makes one.
        case.query.pop("after", None)
    # What takes things away is aimed at them less often, or nothing would be left.
    takes_away = case.method == "DELETE" or case.path.endswith("/void")
    if number % (12 if takes_away else 2) == 0:
        _make_path_real(case, number)
        case.body = _made_real(case.body, number)


def _learn(value, made):
    if isinstance(value, list):
        for item in value:
            _learn(item, made)
    if not isinstance(value, dict):
        return
    for kind, members in SHAPES.items():
        if members <= value.keys() and (made or kind != "staff" or value["id"] in _revisions):
            _note(kind, value["id"])
            _revisions[value["id"]] = value.get("revision")
    if {"code", "state"} <= value.keys():
        _note("tag", value["code"])
    if isinstance(value.get("url"), str) and "/f/" in value["url"]:
        _note("token", value["url"].rsplit("/", 1)[1])
    if isinstance(value.get("action"), dict):
        _revisions[value["id"]] = value["journey_id"]
    for member in value.values():
        _learn(member, made)


def _note(kind, value):
    if value not in _known[kind]:
        _known[kind].append(value)


def _pick(kind, number, otherwise):
    known = _known[kind]
    return known[number // 2 % len(known)] if known else otherwise


def _make_path_real(case, number):
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


def _made_real(value, number):
    if isinstance(value, list):
        return [_made_real(item, number) for item in value]
    if not isinstance(value, dict):
        return value
    real = {name: _made_real(member, number) for name, member in value.items()}
    for name, member in real.items():
        if name in IN_BODIES and isinstance(member, str):
            real[name] = _pick(IN_BODIES[name], number, member)
        elif name in ("child", "companion", "visit") and isinstance(member, dict) and "id" in member:
            real[name] = {"id": _pick(name, number, member["id"])}
        elif name in ("occurred_at", "sent_at") and isinstance(member, str):
            # Half of it a while ago, which the rules may regret but not refuse.
            ago = datetime.timedelta(minutes=15 * (number // 2 % 2))
            real[name] = (datetime.datetime.now(datetime.timezone.utc) - ago).isoformat()
    if "tag" in real and "place_id" in real and real["place_id"]:
        # A place is named by its id or by its code, not by both.
        real.pop("place", None)
    return real
