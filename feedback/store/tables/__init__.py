"""The tables, declared once; the workspace stands first in every key, so they shard as they are.

Moments are whole microseconds since 1970 in UTC and weeks are the day number of their Monday: integers mean
the same on every database and are compared and grouped without conversions. Columns of bytes are sealed.
"""
