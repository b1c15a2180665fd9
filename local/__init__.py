"""The whole system on one machine, from the same template.yaml as in the cloud. Start: python -m local."""
