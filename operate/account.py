"""What AWS answers somebody who may not ask, or asks in the wrong place: a line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    InvalidRegionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
from botocore.exceptions import ConnectionError as EndpointError

_RAN_OUT = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_UNKNOWN = {"InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "AuthFailure"}
_FORBIDDEN = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
_NAME_ONE = "export AWS_DEFAULT_REGION=eu-west-1, or where the stack is"
_LOG_IN = "log in to the account of the stack, and give the command again"


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Raises SystemExit with that line."""
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError):
        raise SystemExit(
            "There are no credentials of AWS in this shell: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY. `aws sts get-caller-identity` tells whose they are."
        ) from None
    except (ProfileNotFound, CredentialRetrievalError, SSOError, TokenRetrievalError) as error:
        raise SystemExit(f"The credentials of this shell cannot be had ({error}): {_LOG_IN}.") from None
    except NoRegionError:
        raise SystemExit(f"No region is named: {_NAME_ONE}.") from None
    except InvalidRegionError as error:
        raise SystemExit(f"There is no region {error.kwargs['region_name']!r}: {_NAME_ONE}.") from None
    except (EndpointError, HTTPClientError) as error:
        raise SystemExit(f"AWS does not answer: {error}") from None
    except ClientError as error:
        line = _line_of(error)
        if not line:
            raise
        raise SystemExit(line) from None


def _line_of(error: ClientError) -> str:
    """'' for what is no matter of credentials."""
    code = error.response["Error"]["Code"]
    if code in _RAN_OUT:
        return f"The credentials of this shell have run out: {_LOG_IN}."
    if code in _UNKNOWN:
        return f"AWS does not know the credentials of this shell ({code}): {_LOG_IN}."
    if code in _FORBIDDEN:
        return f"The credentials of this shell may not do this: {error}"
    return ""
