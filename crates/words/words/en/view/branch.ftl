open = open
by-phone = agreed by telephone, not confirmed
granted = granted
refused = refused
