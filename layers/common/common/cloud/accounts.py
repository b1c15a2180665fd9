"""Parents' accounts in Cognito: made by us alone, checked by password, proven by a signed token.

The library that checks signatures is heavy, and imported by whoever logs in, not by every page.
"""

import unicodedata
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from common.errors import LoginFailed

if TYPE_CHECKING:
    import jwt
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


class Accounts:
    """One user pool. A user's name is our own id of the parent; its address is an attribute."""

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

    def create(self, parent: str, email: str, password: str) -> None:
        """A confirmed user with this password; nothing is mailed."""
        self._client.admin_create_user(
            UserPoolId=self._pool,
            Username=parent,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": email}],
        )
        self.set_password(parent, password)

    def set_password(self, parent: str, password: str) -> None:
        self._client.admin_set_user_password(
            UserPoolId=self._pool, Username=parent, Password=_as_typed_anywhere(password), Permanent=True
        )

    def delete(self, parent: str) -> None:
        """Again, it changes nothing."""
        with suppress(self._client.exceptions.UserNotFoundException):
            self._client.admin_delete_user(UserPoolId=self._pool, Username=parent)

    def confirm_email(self, parent: str, email: str) -> None:
        self._client.admin_update_user_attributes(
            UserPoolId=self._pool,
            Username=parent,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        )

    def log_in(self, parent: str, password: str) -> None:
        """Raises LoginFailed unless this is the parent's password, as a token signed by the pool says."""
        failures = self._client.exceptions
        try:
            answer = self._client.admin_initiate_auth(
                UserPoolId=self._pool,
                ClientId=self._app_client,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": parent, "PASSWORD": _as_typed_anywhere(password)},
            )
        except (
            failures.NotAuthorizedException,
            failures.UserNotFoundException,
            failures.InvalidParameterException,
            failures.PasswordResetRequiredException,
            failures.UserNotConfirmedException,
        ):
            raise LoginFailed from None
        token = answer.get("AuthenticationResult", {}).get("IdToken", "")
        if not token or self._user_named_by(token) != parent:
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


def _as_typed_anywhere(password: str) -> str:
    """The same password however a keyboard builds its accents (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFC", password)
