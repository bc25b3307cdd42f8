"""From a delivery that is owed to a platform: rendered, carried, remembered."""
