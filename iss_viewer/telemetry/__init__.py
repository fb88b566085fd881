"""What goes over the link, and its files: samples, frames, commands, events, the channel table, the
source protocol, recordings. It must not know leaks, alarms or limits.
"""
