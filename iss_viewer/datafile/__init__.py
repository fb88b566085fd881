"""How every TOML file of the project is read: strictly, with all mistakes at once, each with file,
line, field and what is allowed. It knows no word of the field: neither modules nor leaks.
"""
