"""What a page is made of: its parts, its includes, its bound numbers, and with what it was executed."""
