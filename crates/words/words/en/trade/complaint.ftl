complainant =
    .customer = customer
    .dealer = dealer

remedy =
    .explanation = explanation and apology
    .second-service = second service, free of charge
    .compensation = compensation
    .return = return of the unit
    .exchange = exchange of the unit

lack =
    .not-approved = no remedy is approved yet
    .insurer-not-told = the insurer must be told (500 yuan or more)
    .agreement-not-signed = a crisis ends in a signed agreement
    .not-paid = what was promised is not paid against a receipt
