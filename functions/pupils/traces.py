"""Whether a list would still do what the school was shown: a trace is the same only where every detail is."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from common.imports import DETAILS, Remark
from common.pupils import Change, Pupil
from pupils.plan import Plan

_LENGTH = 32
# Enough to see that a detail is another one, and too little to find out which.
_LENGTH_OF_DETAIL = 4


def of_new(pupil: Pupil) -> str:
    return _trace(_said(pupil))


def of_change(change: Change) -> str:
    return _trace([change.before.id, _said(change.before), _said(change.after)])


def fields_of(change: Change) -> tuple[str, ...]:
    """The details that the change changes."""
    return tuple(name for name in DETAILS if getattr(change.before, name) != getattr(change.after, name))


def details_of(change: Change) -> dict[str, str]:
    """A short trace of each detail, before and after; of no use for another pupil."""
    pairs = {name: [getattr(change.before, name), getattr(change.after, name)] for name in DETAILS}
    return {name: _trace([change.before.id, name, *pair])[:_LENGTH_OF_DETAIL] for name, pair in pairs.items()}


def of_plan(plan: Plan, questions: Sequence[str], remarks: Sequence[Remark]) -> str:
    """remarks: all that the school is shown of single rows."""
    new = sorted(of_new(pupil) for _, pupil in plan.new)
    changes = sorted(of_change(change) for change in (*plan.changed, *plan.left))
    told = [[remark.where, remark.reason] for remark in remarks]
    return _trace([new, changes, len(plan.unchanged), list(questions), told])


def _said(pupil: Pupil) -> list[Any]:
    return [getattr(pupil, name) for name in DETAILS]


def _trace(parts: list[Any]) -> str:
    return sha256(json.dumps(parts, default=str).encode()).hexdigest()[:_LENGTH]
