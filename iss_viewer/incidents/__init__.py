"""The archive of what really happened aboard, with sources, read from data files. It must not know
this run.
"""
