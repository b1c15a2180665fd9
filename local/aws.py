"""The clients that talk to the emulated AWS as its account's owner."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sts import STSClient


@dataclass(frozen=True)
class Aws:
    endpoint: str
    region: str
    access_key_id: str
    secret_access_key: str

    @cached_property
    def session(self) -> boto3.Session:
        return boto3.Session(self.access_key_id, self.secret_access_key, region_name=self.region)

    @cached_property
    def config(self) -> Config:
        # A developer's proxy must not see, nor answer for, what goes to this machine itself.
        return Config(proxies={}, retries={"mode": "standard"})

    @cached_property
    def api(self) -> "ApiGatewayV2Client":
        return self.session.client("apigatewayv2", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def stacks(self) -> "CloudFormationClient":
        return self.session.client("cloudformation", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def tables(self) -> "DynamoDBClient":
        return self.session.client("dynamodb", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def files(self) -> "S3Client":
        return self.session.client("s3", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def queues(self) -> "SQSClient":
        return self.session.client("sqs", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def notifications(self) -> "SNSClient":
        return self.session.client("sns", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def mail(self) -> "SESV2Client":
        return self.session.client("sesv2", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def identity(self) -> "STSClient":
        return self.session.client("sts", endpoint_url=self.endpoint, config=self.config)

    @cached_property
    def users(self) -> "CognitoIdentityProviderClient":
        return self.session.client("cognito-idp", endpoint_url=self.endpoint, config=self.config)

    def close(self) -> None:
        """Closes the connections of every client that was used."""
        for client in vars(self).copy().values():
            if hasattr(client, "meta"):
                client.close()

    @property
    def account(self) -> str:
        return self.identity.get_caller_identity()["Account"]
