reason =
    .first = seen for the first time
    .safety = safety defect

outcome =
    .watched = watched
    .to-factory = passed to the factory
    .no-defect = no defect of the product
