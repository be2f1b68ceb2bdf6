"""Tables, engine, transaction and typed queries."""
