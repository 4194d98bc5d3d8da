"""Task work: thousands of small answers, claimed, paid and judged fairly."""
