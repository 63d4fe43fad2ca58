within = within the limits
outside = outside the limits
