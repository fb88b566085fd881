"""Actions that take time, people and a way: the queue of orders, who does what until when."""
