"""A fake far end: an endpoint for language models that speaks OpenAI's protocol."""
