"""Pressures and rates over time, with their legend, limits and marks."""
