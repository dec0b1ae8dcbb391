"""What the indexer and the search both need: the report model, text, tokens, the encoder, the store."""
