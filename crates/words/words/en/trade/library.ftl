genre =
    .manual = technical manual
    .hard-case = hard case
