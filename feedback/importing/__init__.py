"""Answers gathered by other tools, brought in from CSV, JSONL and XLSX files."""
