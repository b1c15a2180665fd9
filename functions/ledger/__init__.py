"""What must stay so however far back the table is put: from the table's stream to a bucket of its own."""
