"""Somebody at the demo school's desk, who has chosen a password and set up an authenticator already."""

import base64
import hmac
import struct
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from local.aws import Aws

_STEP_SECONDS = 30


@dataclass(frozen=True)
class Beheerder:
    name: str
    email: str
    password: str


BEHEERDER = Beheerder("Robin Voorbeeldsma", "beheer@deregenboog.example", "fiets-theepot-wolk")


def seat_at_desk(aws: Aws, outputs: Mapping[str, str], who: Beheerder) -> str:
    """The secret of the authenticator, in base32. As somebody would who followed the link in the invitation."""
    table, pool, app_client = outputs["TableName"], outputs["StaffPoolId"], outputs["StaffClientId"]
    login = aws.tables.get_item(TableName=table, Key={"PK": {"S": f"STAFF#{who.email}"}, "SK": {"S": "LOGIN"}})["Item"]
    staff, school = login["staff"]["S"], login["school"]["S"]
    with suppress(aws.users.exceptions.UsernameExistsException):
        aws.users.admin_create_user(UserPoolId=pool, Username=staff, MessageAction="SUPPRESS")
    aws.users.admin_set_user_password(UserPoolId=pool, Username=staff, Password=who.password, Permanent=True)
    tokens = aws.users.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=app_client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": staff, "PASSWORD": who.password},
    )["AuthenticationResult"]
    secret = aws.users.associate_software_token(AccessToken=tokens["AccessToken"])["SecretCode"]
    aws.users.verify_software_token(AccessToken=tokens["AccessToken"], UserCode=digits(secret))
    aws.users.admin_set_user_mfa_preference(
        UserPoolId=pool, Username=staff, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    aws.tables.update_item(
        TableName=table,
        Key={"PK": {"S": f"SCHOOL#{school}"}, "SK": {"S": f"STAFF#{staff}"}},
        UpdateExpression="REMOVE nonce, invited_until",
    )
    return secret


def digits(secret: str, moment: float | None = None) -> str:
    """What an authenticator with this secret shows at a moment (seconds since 1970), or now. RFC 6238."""
    step = int((time.time() if moment is None else moment) // _STEP_SECONDS)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
