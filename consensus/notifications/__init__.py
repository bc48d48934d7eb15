"""Who is told what and when: reads the archive, writes mail."""
