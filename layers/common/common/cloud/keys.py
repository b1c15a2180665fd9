"""The two HMAC keys in KMS. Neither can be exported; what is derived from them lives in memory only."""

import hashlib
import hmac
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

    from common.settings import Settings


class Keys:
    """K_make gives every school its key for making codes; K_find gives the keys for looking things up."""

    def __init__(self, client: "KMSClient", settings: "Settings") -> None:
        self._client = client
        self._settings = settings
        self.school_key = lru_cache(maxsize=64)(self._school_key)

    def _school_key(self, school: str) -> bytes:
        """The key from which the codes of one school are made. Only the letters function may ask."""
        return self._mac(self._settings.make_key_id, f"school|{school}")

    @cached_property
    def _found(self) -> bytes:
        return self._mac(self._settings.find_key_id, "find")

    @property
    def find_key(self) -> bytes:
        """For the index of codes."""
        return self._derived("index")

    @property
    def confirmation_key(self) -> bytes:
        """For the six digits that confirm an address."""
        return self._derived("confirmation")

    @property
    def invitation_key(self) -> bytes:
        """For the links that let staff choose a password."""
        return self._derived("invitation")

    @property
    def signing_key(self) -> bytes:
        """For the values that a browser keeps for us."""
        return self._derived("signing")

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self._found, purpose.encode(), hashlib.sha256)

    def _mac(self, key_id: str, message: str) -> bytes:
        answer = self._client.generate_mac(KeyId=key_id, Message=message.encode(), MacAlgorithm="HMAC_SHA_256")
        return answer["Mac"]
