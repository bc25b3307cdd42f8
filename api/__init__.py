"""HTTP: the REST API and what all pages share."""
