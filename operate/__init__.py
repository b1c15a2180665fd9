"""What an operator does with a deployed stack, beside what AWS's own tools do."""
