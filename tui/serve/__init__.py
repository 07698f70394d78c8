"""`stet serve`: the same program in a browser, on loopback: who may come in, a program for each tab, its page."""
