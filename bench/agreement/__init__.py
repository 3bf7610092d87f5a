"""What `bulkhead inspect --json` says of a capture, held against independent dissectors."""
