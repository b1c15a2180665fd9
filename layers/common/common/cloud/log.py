"""Writes events of the catalogue, as JSON, one line each. No other line is ever logged."""

import traceback
from collections.abc import Callable
from pathlib import Path

from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from common.cloud import metrics
from common.cloud.services import services
from common.errors import Permanent, Retry
from common.event import Event
from common.events import EventRetried, HandlerFailed

_logger = Logger(service="ouderbrief")


def follow(about: str) -> None:
    """From now on every line says what it is about: a list, letters, a message, or a request; '' for none of them."""
    _logger.thread_safe_clear_keys()
    if about:
        _logger.thread_safe_append_keys(about=about)


def record(event: Event) -> None:
    _write(_logger.info, event)


def record_failure(error: BaseException) -> None:
    """An exception nobody expected. Its message may hold anybody's data, so only its class and lines go out."""
    _write(_logger.error, HandlerFailed(error=_name_of(error), trace=_lines_of(error)))


def record_retry(error: BaseException) -> None:
    _write(_logger.warning, EventRetried(error=_name_of(error), trace=_lines_of(error)))


def _write(line: Callable[..., None], event: Event) -> None:
    here = services()
    counted = metrics.embedded(event, here.settings.stack_name, here.now())
    line(type(event).__name__, extra=vars(event) | counted)


def _name_of(error: BaseException) -> str:
    """The exception's class; of an AWS error also the operation and code, which are AWS's own words, and of a
    step of ours its reason, which never holds what came from outside."""
    name = type(error).__name__
    if isinstance(error, ClientError):
        return f"{name} {error.operation_name} {error.response['Error']['Code']}"
    if isinstance(error, (Retry, Permanent)):
        return f"{name}: {error}"
    return name


def _lines_of(error: BaseException) -> tuple[str, ...]:
    frames = traceback.extract_tb(error.__traceback__)
    return tuple(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:])
