"""Any table: what its columns are, and what its cells say."""
