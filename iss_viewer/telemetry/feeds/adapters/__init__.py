"""One function a protocol, a file each, its library imported when it is opened.

An adapter takes a `FeedMap` and an `Inbox`, puts what comes, and returns or raises when its connection ends: who keeps
it opens it again.
"""
