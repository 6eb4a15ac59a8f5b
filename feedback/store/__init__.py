"""The store: one synchronous class over SQLite and PostgreSQL; nothing else knows SQL."""
