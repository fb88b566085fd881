"""Who is plugged into whom: scenarios into sessions, sessions into windows. It holds no logic."""
