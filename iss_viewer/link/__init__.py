"""Carrying frames up and commands down between processes. It must not know what they mean.
"""
