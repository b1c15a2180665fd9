"""The HMAC keys in KMS. None can be exported; what is derived from them lives in memory only.

There are two of each epoch, K_make and K_find. A new epoch begins with new keys; those of before stay for what was
made with them. Epochs count from 1, as the keys are listed in the settings; the last is the one that is used for all
that is new.
"""

import hashlib
import hmac
from collections.abc import Iterator
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
        self._found = lru_cache(maxsize=None)(self._find)

    @cached_property
    def epochs(self) -> range:
        """The oldest first. Only the letters function may ask, as only it knows both lists."""
        return range(1, max(len(_listed(self._settings.make_key_id)), len(self._find_keys)) + 1)

    def _school_key(self, school: str, epoch: int) -> bytes:
        """The key from which the codes of one school are made. Only the letters function may ask."""
        return self._mac(_of_epoch(_listed(self._settings.make_key_id), epoch), f"school|{school}")

    def find_key_of(self, epoch: int) -> bytes:
        """For the index of codes that were made in this epoch."""
        return self._derived("index", _of_epoch(self._find_keys, epoch))

    @property
    def find_keys(self) -> list[bytes]:
        """For the index of a code of whichever epoch, the newest first."""
        return list(self._of_all_epochs("index"))

    @property
    def confirmation_key(self) -> bytes:
        """For the six digits that confirm an address. Those on their way when an epoch begins are asked for again."""
        return self._derived("confirmation")

    @property
    def invitation_key(self) -> bytes:
        """For the links that let staff choose a password."""
        return self._derived("invitation")

    @property
    def invitation_keys(self) -> Iterator[bytes]:
        """For links of whichever epoch, the newest first; one is fetched when it is wanted."""
        return self._of_all_epochs("invitation")

    @property
    def signing_key(self) -> bytes:
        """For the values that a browser, or a mail, keeps for us."""
        return self._derived("signing")

    @property
    def signing_keys(self) -> Iterator[bytes]:
        """As `invitation_keys`."""
        return self._of_all_epochs("signing")

    @property
    def sealing_key(self) -> bytes:
        """For what a browser keeps for us and nobody reads on the way."""
        return self._derived("sealing")

    @property
    def sealing_keys(self) -> Iterator[bytes]:
        """As `invitation_keys`."""
        return self._of_all_epochs("sealing")

    @cached_property
    def _find_keys(self) -> list[str]:
        return _listed(self._settings.find_key_id)

    def _of_all_epochs(self, purpose: str) -> Iterator[bytes]:
        return (self._derived(purpose, key) for key in dict.fromkeys(reversed(self._find_keys)))

    def _derived(self, purpose: str, key: str = "") -> bytes:
        return hmac.digest(self._found(key or self._find_keys[-1]), purpose.encode(), hashlib.sha256)

    def _find(self, key_id: str) -> bytes:
        return self._mac(key_id, "find")

    def _mac(self, key_id: str, message: str) -> bytes:
        answer = self._client.generate_mac(KeyId=key_id, Message=message.encode(), MacAlgorithm="HMAC_SHA_256")
        return answer["Mac"]


def _listed(key_ids: str) -> list[str]:
    return key_ids.split(",")


def _of_epoch(listed: list[str], epoch: int) -> str:
    """Where only the other key was replaced, this one is that of the epoch before."""
    return listed[min(epoch, len(listed)) - 1]
