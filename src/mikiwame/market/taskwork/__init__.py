"""Task work: thousands of small answers, each asked for once, paid once, judged fairly."""
