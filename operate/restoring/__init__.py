"""After the table was put back to an earlier moment: what may not come back with it, and what got lost."""
