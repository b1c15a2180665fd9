"""The AWS services, imported and built when first used, once a process. Tests put their own in with `use`."""

import time
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
import botocore.session
from botocore.config import Config

from common import settings
from common.settings import Settings

if TYPE_CHECKING:
    from common.cloud.accounts import Accounts, StaffAccounts
    from common.cloud.files import Files
    from common.cloud.keys import Keys
    from common.cloud.mail import Mail
    from common.cloud.push import Push
    from common.cloud.queues import Queue
    from common.cloud.table.addresses import Addresses
    from common.cloud.table.apikeys import ApiKeys
    from common.cloud.table.attachments import Attachments
    from common.cloud.table.batches import Batches
    from common.cloud.table.bounces import Bounces
    from common.cloud.table.choices import Choices
    from common.cloud.table.codes import Codes
    from common.cloud.table.deliveries import Deliveries
    from common.cloud.table.desks import Desks
    from common.cloud.table.dossiers import Dossiers
    from common.cloud.table.drafts import Drafts
    from common.cloud.table.erasure import Erasure
    from common.cloud.table.imports import Imports
    from common.cloud.table.journal import Journal
    from common.cloud.table.limits import Limits
    from common.cloud.table.locks import Locks
    from common.cloud.table.messages import Messages
    from common.cloud.table.outbox import Outbox
    from common.cloud.table.pace import Pace
    from common.cloud.table.parents import Parents
    from common.cloud.table.pupils import Pupils
    from common.cloud.table.reports import Reports
    from common.cloud.table.reputations import Reputations
    from common.cloud.table.resets import Resets
    from common.cloud.table.schools import Schools
    from common.cloud.table.sessions import Sessions
    from common.cloud.table.staff import StaffTable
    from common.cloud.table.store import Store
    from common.cloud.table.tallies import Tallies
    from common.cloud.table.tries import Tries
    from common.cloud.table.years import Years


# The name that AWS is told; boto3 would put its own together anew for every call, which takes it a third of the time.
CALLS = Config(user_agent="ouderbrief")


class Services:
    """Everything outside the process. One boto3 session: each client after the first is cheap in it."""

    def __init__(self, given: Settings) -> None:
        self.settings = given

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    @cached_property
    def session(self) -> boto3.Session:
        core = botocore.session.get_session()
        core.set_default_client_config(CALLS)
        return boto3.Session(region_name=self.settings.aws_region, botocore_session=core)

    @cached_property
    def store(self) -> "Store":
        from common.cloud.table.store import Store

        return Store(self.session.client("dynamodb"), self.settings.table_name)

    @cached_property
    def schools(self) -> "Schools":
        from common.cloud.table.schools import Schools

        return Schools(self.store)

    @cached_property
    def api_keys(self) -> "ApiKeys":
        from common.cloud.table.apikeys import ApiKeys

        return ApiKeys(self.store)

    @cached_property
    def pupils(self) -> "Pupils":
        from common.cloud.table.pupils import Pupils

        return Pupils(self.store)

    @cached_property
    def codes(self) -> "Codes":
        from common.cloud.table.codes import Codes

        return Codes(self.store)

    @cached_property
    def parents(self) -> "Parents":
        from common.cloud.table.parents import Parents

        return Parents(self.store)

    @cached_property
    def addresses(self) -> "Addresses":
        from common.cloud.table.addresses import Addresses

        return Addresses(self.store)

    @cached_property
    def choices(self) -> "Choices":
        from common.cloud.table.choices import Choices

        return Choices(self.store)

    @cached_property
    def sessions(self) -> "Sessions":
        from common.cloud.table.sessions import Sessions

        return Sessions(self.store)

    @cached_property
    def bounces(self) -> "Bounces":
        from common.cloud.table.bounces import Bounces

        return Bounces(self.store)

    @cached_property
    def staff(self) -> "StaffTable":
        from common.cloud.table.staff import StaffTable

        return StaffTable(self.store)

    @cached_property
    def desks(self) -> "Desks":
        from common.cloud.table.desks import Desks

        return Desks(self.store)

    @cached_property
    def drafts(self) -> "Drafts":
        from common.cloud.table.drafts import Drafts

        return Drafts(self.store)

    @cached_property
    def journal(self) -> "Journal":
        from common.cloud.table.journal import Journal

        return Journal(self.store)

    @cached_property
    def tallies(self) -> "Tallies":
        from common.cloud.table.tallies import Tallies

        return Tallies(self.store)

    @cached_property
    def years(self) -> "Years":
        from common.cloud.table.years import Years

        return Years(self.store)

    @cached_property
    def erasure(self) -> "Erasure":
        from common.cloud.table.erasure import Erasure

        return Erasure(self.store)

    @cached_property
    def resets(self) -> "Resets":
        from common.cloud.table.resets import Resets

        return Resets(self.store)

    @cached_property
    def reports(self) -> "Reports":
        from common.cloud.table.reports import Reports

        return Reports(self.store)

    @cached_property
    def imports(self) -> "Imports":
        from common.cloud.table.imports import Imports

        return Imports(self.store)

    @cached_property
    def batches(self) -> "Batches":
        from common.cloud.table.batches import Batches

        return Batches(self.store)

    @cached_property
    def messages(self) -> "Messages":
        from common.cloud.table.messages import Messages

        return Messages(self.store)

    @cached_property
    def attachments(self) -> "Attachments":
        from common.cloud.table.attachments import Attachments

        return Attachments(self.store)

    @cached_property
    def deliveries(self) -> "Deliveries":
        from common.cloud.table.deliveries import Deliveries

        return Deliveries(self.store)

    @cached_property
    def outbox(self) -> "Outbox":
        from common.cloud.table.outbox import Outbox

        return Outbox(self.store)

    @cached_property
    def limits(self) -> "Limits":
        from common.cloud.table.limits import Limits

        return Limits(self.store)

    @cached_property
    def tries(self) -> "Tries":
        from common.cloud.table.tries import Tries

        return Tries(self.store)

    @cached_property
    def locks(self) -> "Locks":
        from common.cloud.table.locks import Locks

        return Locks(self.store)

    @cached_property
    def dossiers(self) -> "Dossiers":
        from common.cloud.table.dossiers import Dossiers

        return Dossiers(self.store)

    @cached_property
    def reputations(self) -> "Reputations":
        from common.cloud.table.reputations import Reputations

        return Reputations(self.store)

    @cached_property
    def pace(self) -> "Pace":
        from common.cloud.table.pace import Pace

        return Pace(self.store, int(self.settings.mail_rate))

    @cached_property
    def accounts(self) -> "Accounts":
        from common.cloud.accounts import Accounts

        s = self.settings
        client = self.session.client("cognito-idp")
        return Accounts(client, s.parents_pool_id, s.parents_client_id, s.aws_region, s.jwks_base_url)

    @cached_property
    def staff_accounts(self) -> "StaffAccounts":
        from common.cloud.accounts import StaffAccounts

        s = self.settings
        client = self.session.client("cognito-idp")
        return StaffAccounts(client, s.staff_pool_id, s.staff_client_id, s.aws_region, s.jwks_base_url)

    @cached_property
    def keys(self) -> "Keys":
        from common.cloud.keys import Keys

        return Keys(self.session.client("kms"), self.settings)

    @cached_property
    def files(self) -> "Files":
        from common.cloud.files import Files

        # Links and forms are signed without a call, so this decides whether S3 takes them: new buckets refuse
        # signatures of version 2, and the address without a region is another for hours after one was made.
        own = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
        return Files(self.session.client("s3", config=own))

    @cached_property
    def mail(self) -> "Mail":
        from common.cloud.mail import Mail

        return Mail(self.session.client("sesv2"), self.settings.mail_from, self.settings.configuration_set)

    @cached_property
    def push(self) -> "Push":
        from common.cloud.push import Push

        s = self.settings
        applications = {"fcm": s.firebase_application_arn, "apns": s.apns_application_arn}
        return Push(lambda: self.session.client("sns"), applications)

    @cached_property
    def letters_queue(self) -> "Queue":
        from common.cloud.queues import Queue

        return Queue(self.session.client("sqs"), self.settings.letters_queue_url)

    @cached_property
    def lists_queue(self) -> "Queue":
        from common.cloud.queues import Queue

        return Queue(self.session.client("sqs"), self.settings.lists_queue_url)

    @cached_property
    def deliveries_queue(self) -> "Queue":
        from common.cloud.queues import Queue

        return Queue(self.session.client("sqs"), self.settings.deliveries_queue_url)


class _Current:
    services: Services | None = None


def services() -> Services:
    if _Current.services is None:
        _Current.services = Services(settings.read())
    return _Current.services


def use(other: Services | None) -> None:
    """For tests: what `services` gives from now on; None builds them anew from the environment."""
    _Current.services = other
