"""What the public contract tester cannot invent by itself: a key of its own for each request, and no cursor."""

import itertools

import schemathesis

_numbers = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    """A valid Idempotency-Key becomes one of its own, for the same one with another body is rightly refused.

    A cursor is opaque: only the server makes one, so an invented one is left out. What was made to be wrong
    stays as it is.
    """
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"contract-tester-{next(_numbers)}"
    if case.query:
        case.query.pop("after", None)
