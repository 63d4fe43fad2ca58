unchanged = unchanged since signing
changed = changed since signing
broken = broken or tampered with
unknown-device = unknown device
