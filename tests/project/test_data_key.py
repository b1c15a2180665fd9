"""The key that encrypts what is kept. The emulated AWS forgets how things are encrypted, so the template is read."""

from typing import Any

from tests.project.test_template import RESOURCES

KEY = {"Fn::GetAtt": ["DataKey", "Arn"]}
POLICY = {one["Sid"]: one for one in RESOURCES["DataKey"]["Properties"]["KeyPolicy"]["Statement"]}


def each(kind: str) -> dict[str, dict[str, Any]]:
    found = {name: one["Properties"] for name, one in RESOURCES.items() if one["Type"] == kind}
    assert found
    return found


def test_the_table_is_encrypted_with_it() -> None:
    (table,) = each("AWS::DynamoDB::Table").values()
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}


def test_every_bucket_is_and_asks_for_it_once_for_many_files() -> None:
    for name, bucket in each("AWS::S3::Bucket").items():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
        assert rule == {"BucketKeyEnabled": True, "ServerSideEncryptionByDefault": by_default}, name


def test_every_queue_is_and_asks_for_it_once_an_hour() -> None:
    for name, queue in each("AWS::SQS::Queue").items():
        assert (queue["KmsMasterKeyId"], queue["KmsDataKeyReusePeriodSeconds"]) == (KEY, 3600), name
        assert "SqsManagedSseEnabled" not in queue, name


def test_it_is_used_through_the_services_that_keep_data_and_by_this_account_alone() -> None:
    condition = POLICY["WithTheData"]["Condition"]
    services = [{"Fn::Sub": f"{name}.${{AWS::Region}}.amazonaws.com"} for name in ("dynamodb", "s3", "sqs")]
    assert condition == {
        "StringEquals": {"kms:CallerAccount": {"Ref": "AWS::AccountId"}, "kms:ViaService": services},
    }
    assert not [action for action in POLICY["WithTheData"]["Action"] if action.startswith(("kms:Put", "kms:Sch"))]


def test_whoever_writes_to_a_queue_without_a_role_may_use_it() -> None:
    told = [one["PolicyDocument"]["Statement"] for one in each("AWS::SQS::QueuePolicy").values()]
    tellers = {one["Principal"]["Service"] for statements in told for one in statements}
    assert set(POLICY["WhoTellsAQueue"]["Principal"]["Service"]) == tellers
    assert POLICY["WhoTellsAQueue"]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]


def test_no_topic_stands_between_that_could_not_use_it() -> None:
    """SES can only tell a topic whose own encryption lets it, so the topic has none and keeps nothing."""
    assert all("KmsMasterKeyId" not in topic for topic in each("AWS::SNS::Topic").values())


def test_it_gets_new_material_every_year_and_stays_when_the_stack_goes() -> None:
    assert RESOURCES["DataKey"]["Properties"]["EnableKeyRotation"] is True
    assert RESOURCES["DataKey"]["DeletionPolicy"] == RESOURCES["DataKey"]["UpdateReplacePolicy"] == "Retain"
