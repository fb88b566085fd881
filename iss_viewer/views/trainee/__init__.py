"""What a trainee works with: checklist, worksheet, messages and questions."""
