"""List prices of eu-west-1 (Ireland) in US dollars, without free tiers and taxes, as of November 2026.

Each group names the page that it comes from: "<service> pricing" on the site of AWS, region Europe (Ireland). Prices
change seldom and mostly downwards; whoever makes a budget looks once more, changes this file, and runs `make cost`.
"""

AS_OF = "2026-11"

# AWS Lambda pricing. arm64, by the GB second; the start of a process is paid as work is.
GB_SECOND = 0.0000133334
INVOCATION = 0.20e-6

# Amazon API Gateway pricing, HTTP APIs, the first 300 million a month.
HTTP_REQUEST = 1.11e-6

# Amazon DynamoDB pricing, on-demand, table class Standard; storage and recovery by the GB and month.
TABLE_WRITE, TABLE_READ = 0.705e-6, 0.1415e-6
TABLE_GB_MONTH, RECOVERY_GB_MONTH = 0.283, 0.226

# Amazon S3 pricing, Standard.
S3_PUT, S3_GET, S3_GB_MONTH = 0.005e-3, 0.0004e-3, 0.023

# Amazon SQS pricing, standard queues. AWS KMS pricing: a key by the month, a request.
QUEUE_REQUEST = 0.40e-6
KEY_MONTH, KEY_REQUEST = 1.00, 0.03e-4

# Amazon SES pricing; Amazon SNS pricing. What SNS brings to SQS is free, publishing is a request.
MAIL, TOPIC_REQUEST = 0.10e-3, 0.50e-6

# Amazon CloudWatch pricing: logs taken in and kept, by the GB; a metric of an alarm, and one of our own, by the month.
LOGS_GB, LOGS_GB_MONTH, ALARM_MONTH, METRIC_MONTH = 0.57, 0.03, 0.10, 0.30

# Amazon CloudFront pricing, Europe: out to the internet, the first 10 TB a month; an HTTPS request. What the API sends
# to the distribution is free.
OUT_GB, CDN_REQUEST = 0.085, 1.2e-6

# AWS WAF pricing: a web ACL and a rule by the month, a request.
WAF_ACL_MONTH, WAF_RULE_MONTH, WAF_REQUEST = 5.00, 1.00, 0.60e-6

# Amazon Cognito pricing: dollars for a user who is active in a month. (up to so many, price) by tier; the first
# 10,000 of an account are free with Lite and Essentials.
COGNITO_TIERS: dict[str, tuple[tuple[float, float], ...]] = {
    "Lite": ((10_000, 0.0), (100_000, 0.0055), (1_000_000, 0.0046), (10_000_000, 0.00325), (float("inf"), 0.0025)),
    "Essentials": ((10_000, 0.0), (float("inf"), 0.015)),
    "Plus": ((float("inf"), 0.020),),
}


def cognito_month(tier: str, active: float) -> float:
    """Dollars for a month with so many active users."""
    dollars, below = 0.0, 0.0
    for most, price in COGNITO_TIERS[tier]:
        dollars += max(0.0, min(active, most) - below) * price
        below = most
    return dollars
