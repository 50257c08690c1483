"""What a reader sees of benchmarks: tables that are charts, lines, samples to download."""
