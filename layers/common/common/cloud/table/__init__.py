"""The one DynamoDB table. `keys` alone knows its keys; each room holds the sentences of one subject."""
