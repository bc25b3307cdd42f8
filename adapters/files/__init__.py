"""Where files are kept: a local folder, S3, or memory."""
