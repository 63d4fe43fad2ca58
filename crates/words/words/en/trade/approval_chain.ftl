post =
    .supervisor = service supervisor
    .centre = service centre manager
    .sales-office = sales office
    .deputy-director = deputy director
    .quality = quality
    .factory = factory

chain =
    .customer = customer's complaint
    .dealer = dealer's complaint
    .batch = batch quality event
    .exchange = return or exchange

word =
    .agreed = agreed
    .sent-back = sent back
    .refused = refused
