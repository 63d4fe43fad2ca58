added = added
removed = removed
changed = changed
within = within the limit
approved = beyond the limit, approved
beyond = beyond the limit: ask for approval first
