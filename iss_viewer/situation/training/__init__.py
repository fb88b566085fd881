"""What a class and its instructor are shown of an exercise: checklist, worksheet, malfunctions, messages, tries."""
