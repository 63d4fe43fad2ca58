reason =
    .first = seen for the first time
    .safety = safety defect

outcome =
    .watched = watched
    .to-factory = passed to the factory
    .no-defect = no defect of the product

check-kind =
    .spot = spot check of finished work
    .mystery = mystery customer

check-item =
    .fault-gone = The fault is gone
    .parts-as-recorded = The parts are those of the record, and genuine
    .record-is-true = What the record says was done was done
    .on-time = Came when he said
    .badge-shown = Showed his badge
    .polite = Was polite
    .charged-by-the-rules = Charged by the rules
    .tested-in-presence = Tested in the customer's presence
    .care-explained = Explained use and care
    .tidy = Left the place tidy
