"""Search: from an expression to the people who match it."""
