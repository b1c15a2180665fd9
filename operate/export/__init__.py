"""Everything of one school, to take along: JSON that a program reads, in files that a person can tell apart."""
