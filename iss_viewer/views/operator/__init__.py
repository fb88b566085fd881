"""What an operator decides by: key figures, the advice, the likeliest places of the leak."""
