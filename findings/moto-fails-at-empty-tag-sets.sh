#!/usr/bin/env bash
# moto cannot take the last tag off an S3 object with PutObjectTagging, as S3 can.
#
# Versions: moto 5.2.5, boto3 1.42.6, Python 3.11 or newer; run on 2026-11-29.
# Expected: PutObjectTagging with an empty TagSet leaves the object without tags, as S3 does and as whoever writes back "the tags
#   without mine" relies on.
# Behaviour: moto's reader of the tagging XML fails with a TypeError of its own, no answer of S3's. DeleteObjectTagging works.
# Output seen:
#   two tags, then one: ['colour']
#   an empty set: TypeError: 'NoneType' object is not subscriptable
#   DeleteObjectTagging: []
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' boto3==1.42.6

cat >tags.py <<'PYTHON'
import boto3
from moto import mock_aws

keys = {"Bucket": "uploads", "Key": "a.png"}


def tags(s3):
    return [tag["Key"] for tag in s3.get_object_tagging(**keys)["TagSet"]]


def put(s3, *names):
    tag_set = [{"Key": name, "Value": "x"} for name in names]
    s3.put_object_tagging(**keys, Tagging={"TagSet": tag_set})


with mock_aws():
    s3 = boto3.client("s3", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    s3.create_bucket(Bucket="uploads")
    s3.put_object(**keys, Body=b"picture")
    put(s3, "colour", "mark")
    put(s3, "colour")
    print("two tags, then one:", tags(s3))
    try:
        put(s3)
        print("an empty set:", tags(s3))
    except Exception as error:
        print(f"an empty set: {type(error).__name__}: {error}")
    s3.delete_object_tagging(**keys)
    print("DeleteObjectTagging:", tags(s3))
PYTHON

python/bin/python tags.py | tee seen
diff seen - <<'EXPECTED'
two tags, then one: ['colour']
an empty set: TypeError: 'NoneType' object is not subscriptable
DeleteObjectTagging: []
EXPECTED
