"""Accounts in Cognito: made by us alone, checked by password, proven by a signed token.

Parents and staff have a pool each; staff also prove that they hold their authenticator (RFC 6238). The library that
checks signatures is heavy, and imported by whoever logs in, not by every page.
"""

import secrets
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from common.errors import AccountGone, LoginFailed
from common.passwords import as_typed_anywhere
from common.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    import jwt
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


class Pool:
    """One user pool. A user is our own id of the person and a password; the pool knows no addresses."""

    def __init__(
        self,
        client: "CognitoIdentityProviderClient",
        pool: str,
        app_client: str,
        region: str,
        jwks_base_url: str,
    ) -> None:
        self._client = client
        self._pool = pool
        self._app_client = app_client
        self._issuer = f"https://cognito-idp.{region}.amazonaws.com/{pool}"
        self._jwks_url = f"{jwks_base_url}/{pool}/.well-known/jwks.json"

    def create(self, user: str, password: str) -> None:
        """A confirmed user with this password; nothing is mailed."""
        self._client.admin_create_user(UserPoolId=self._pool, Username=user, MessageAction="SUPPRESS")
        self.set_password(user, password)

    def set_password(self, user: str, password: str) -> None:
        self._client.admin_set_user_password(
            UserPoolId=self._pool, Username=user, Password=as_typed_anywhere(password), Permanent=True
        )

    def users(self) -> "Iterator[tuple[str, datetime]]":
        """Every user, with when it was made."""
        for page in self._client.get_paginator("list_users").paginate(UserPoolId=self._pool, AttributesToGet=[]):
            yield from ((one["Username"], one["UserCreateDate"]) for one in page["Users"])

    def delete(self, user: str) -> None:
        """Again, it changes nothing."""
        with suppress(self._client.exceptions.UserNotFoundException):
            self._client.admin_delete_user(UserPoolId=self._pool, Username=user)

    def _ask(self, user: str, password: str) -> "Mapping[str, Any]":
        """What the pool answers to the right password. Raises LoginFailed."""
        failures = self._client.exceptions
        try:
            return self._client.admin_initiate_auth(
                UserPoolId=self._pool,
                ClientId=self._app_client,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": user, "PASSWORD": as_typed_anywhere(password)},
            )
        except (
            failures.NotAuthorizedException,
            failures.UserNotFoundException,
            failures.InvalidParameterException,
            failures.PasswordResetRequiredException,
            failures.UserNotConfirmedException,
        ):
            raise LoginFailed from None

    def _check_token(self, user: str, answer: "Mapping[str, Any]") -> None:
        """Raises LoginFailed unless it says that it is this user, jwt.PyJWTError unless the pool signed that."""
        token = answer.get("AuthenticationResult", {}).get("IdToken", "")
        if not token or self._user_named_by(token) != user:
            raise LoginFailed

    def _user_named_by(self, id_token: str) -> str:
        """The user that a token of this pool, for this client, was made out to; raises jwt.InvalidTokenError."""
        import jwt

        claims = jwt.decode(
            id_token,
            self._key_set.get_signing_key_from_jwt(id_token),
            algorithms=["RS256"],
            audience=self._app_client,
            issuer=self._issuer,
            options={"require": ["exp", "iat", "aud", "iss", "token_use"]},
            leeway=30,
        )
        return str(claims["cognito:username"]) if claims["token_use"] == "id" else ""

    @cached_property
    def _key_set(self) -> "jwt.PyJWKClient":
        import jwt

        return jwt.PyJWKClient(self._jwks_url, cache_jwk_set=True, lifespan=24 * 3600, timeout=5)


class Accounts(Pool):
    """Of parents."""

    def change_password(self, parent: str, password: str) -> None:
        """Of one who was in with the old one a moment ago. Raises AccountGone where it was deleted since."""
        try:
            self.set_password(parent, password)
        except self._client.exceptions.UserNotFoundException:
            raise AccountGone from None

    def give_password(self, parent: str, password: str) -> None:
        """Also to one whose user the pool lost."""
        try:
            self.set_password(parent, password)
        except self._client.exceptions.UserNotFoundException:
            self.create(parent, password)

    def log_in(self, parent: str, password: str) -> None:
        """Raises LoginFailed unless this is the parent's password, as a token signed by the pool says."""
        self._check_token(parent, self._ask(parent, password))


class WrongDigits(LoginFailed):
    """Not what the authenticator shows now."""


class HalfIn(Value):
    """The password was right. pass_on: what the pool wants to see again with the digits.

    secret: of an authenticator that must be set up first, in base32; '' where one is known.
    """

    pass_on: str
    secret: str = ""


class StaffAccounts(Pool):
    """Of people at the desks: nobody is in without the digits of an authenticator.

    The pool asks for them as soon as it knows one; that a first one is set up before anybody is in is ours to keep.
    Who was removed meanwhile proves nothing, and what is set for them is lost: the table says afterwards that they
    are not there.
    """

    def set_password(self, user: str, password: str) -> None:
        """Nothing happens without an account."""
        with suppress(self._client.exceptions.UserNotFoundException):
            super().set_password(user, password)

    def begin(self, staff: str, password: str) -> HalfIn:
        """Raises LoginFailed."""
        answer = self._ask(staff, password)
        if answer.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
            return HalfIn(answer["Session"])
        self._check_token(staff, answer)
        access = answer["AuthenticationResult"]["AccessToken"]
        failures = self._client.exceptions
        try:
            offered = self._client.associate_software_token(AccessToken=access)
        except (failures.NotAuthorizedException, failures.UserNotFoundException):
            raise LoginFailed from None
        return HalfIn(access, offered["SecretCode"])

    def prove(self, staff: str, half: HalfIn, digits: str) -> None:
        """Raises WrongDigits, or LoginFailed where it took too long."""
        if half.secret:
            self._set_up(staff, half, digits)
            return
        failures = self._client.exceptions
        try:
            answer = self._client.admin_respond_to_auth_challenge(
                UserPoolId=self._pool,
                ClientId=self._app_client,
                ChallengeName="SOFTWARE_TOKEN_MFA",
                Session=half.pass_on,
                ChallengeResponses={"USERNAME": staff, "SOFTWARE_TOKEN_MFA_CODE": digits},
            )
        except (failures.CodeMismatchException, failures.ExpiredCodeException):
            raise WrongDigits from None
        except (failures.NotAuthorizedException, failures.UserNotFoundException):
            raise LoginFailed from None
        self._check_token(staff, answer)

    def _set_up(self, staff: str, half: HalfIn, digits: str) -> None:
        failures = self._client.exceptions
        try:
            self._client.verify_software_token(AccessToken=half.pass_on, UserCode=digits)
        except (failures.EnableSoftwareTokenMFAException, failures.CodeMismatchException):
            raise WrongDigits from None
        except (failures.NotAuthorizedException, failures.UserNotFoundException):
            raise LoginFailed from None
        try:
            self._client.admin_set_user_mfa_preference(
                UserPoolId=self._pool, Username=staff, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
            )
        except failures.UserNotFoundException:
            raise LoginFailed from None

    def _forget_authenticator(self, staff: str) -> None:
        """The next login sets up another one. Nothing happens without an account."""
        with suppress(self._client.exceptions.UserNotFoundException):
            self._client.admin_set_user_mfa_preference(
                UserPoolId=self._pool, Username=staff, SoftwareTokenMfaSettings={"Enabled": False}
            )

    def lock_out(self, staff: str) -> None:
        """Neither the password nor the authenticator of before opens anything. Nothing happens without an account."""
        self.set_password(staff, secrets.token_urlsafe(32))
        self._forget_authenticator(staff)

    def set_first_password(self, staff: str, password: str) -> None:
        """Of somebody who was invited, whether or not the pool knows them. The authenticator starts anew too."""
        with suppress(self._client.exceptions.UsernameExistsException):
            self.create(staff, password)
            return
        self.set_password(staff, password)
        self._forget_authenticator(staff)
