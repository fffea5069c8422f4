"""Race feeds: race files, the hub that keeps and serves them, publishers, viewers, recordings."""

from feeds.later_modules import put_off_modules

put_off_modules()
