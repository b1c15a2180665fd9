"""The environment of the functions. Nothing else reads it.

Each field is the environment variable of the same name in capitals. A function gets only those that it
uses (see template.yaml); asking for one that it was not given raises MissingSetting.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields


class MissingSetting(LookupError):
    """The template gives this function no such variable."""


# What it holds is compared with nothing, and some of it is shown to nobody.
@dataclass(frozen=True, eq=False, repr=False)
class Settings:
    """What a deployment tells its functions.

    site_url: scheme and host of the pages, without a slash at the end; printed on paper.
    jwks_base_url: where the key sets of the user pools are served, without the pool's id.
    security_contact: the mail address for /.well-known/security.txt; '' where there is none.
    make_key_id, find_key_id: a key of each, or with commas one of each epoch, the oldest first.
    mail_rate: how many mails may leave in a second.
    stack_name: under which CloudWatch counts what happens; '' where nothing is counted.
    maintenance: 'yes' while nobody should use the pages, 'all' while nothing else should go on either.
    origin_secret: what the edge sends along, so that the API answers nobody else; two with a comma between them while
        one replaces the other; '' where there is no edge.
    firebase_application_arn, apns_application_arn: SNS platform applications; '' where push is not set up.
    firebase_project_id, firebase_app_id, firebase_api_key, firebase_vapid_key: the web app at Firebase with which
        browsers register, none of it secret; '' where browsers are offered no push.
    """

    aws_region: str = ""
    stack_name: str = ""
    table_name: str = ""
    site_url: str = ""
    uploads_bucket: str = ""
    letters_bucket: str = ""
    attachments_bucket: str = ""
    ledger_bucket: str = ""
    lists_queue_url: str = ""
    letters_queue_url: str = ""
    deliveries_queue_url: str = ""
    parents_pool_id: str = ""
    parents_client_id: str = ""
    staff_pool_id: str = ""
    staff_client_id: str = ""
    jwks_base_url: str = ""
    make_key_id: str = ""
    find_key_id: str = ""
    mail_from: str = ""
    configuration_set: str = ""
    mail_rate: str = ""
    security_contact: str = ""
    maintenance: str = ""
    origin_secret: str = ""
    firebase_application_arn: str = ""
    apns_application_arn: str = ""
    firebase_project_id: str = ""
    firebase_app_id: str = ""
    firebase_api_key: str = ""
    firebase_vapid_key: str = ""

    def __getattribute__(self, name: str) -> str:
        value: str = super().__getattribute__(name)
        if value == "" and name in _REQUIRED:
            raise MissingSetting(name.upper())
        return value


_OPTIONAL = {
    "stack_name",
    "security_contact",
    "maintenance",
    "origin_secret",
    "firebase_application_arn",
    "apns_application_arn",
    "firebase_project_id",
    "firebase_app_id",
    "firebase_api_key",
    "firebase_vapid_key",
}
_REQUIRED = {field.name for field in fields(Settings)} - _OPTIONAL


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    given = {field.name: environment.get(field.name.upper(), "") for field in fields(Settings)}
    return Settings(**given)
