"""The SQLite file that keeps what an audit found."""
