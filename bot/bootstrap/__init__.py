"""The composition root: the only place that knows everybody. Imported by ``__main__`` alone."""
