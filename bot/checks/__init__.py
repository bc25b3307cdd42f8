"""Whether everything is as it should be, and if not, how to mend it."""
