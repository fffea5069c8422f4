"""Race feeds: race files, the hub that keeps and serves them, publishers, viewers, recordings."""

from feeds.later_core_schema import put_off_core_schema

put_off_core_schema()
