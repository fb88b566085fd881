"""Scripted trainees: what each orders when, to see that an exercise can be done, and that nothing else earns its marks."""
