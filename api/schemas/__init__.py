"""What REST takes and gives, one file per noun."""
