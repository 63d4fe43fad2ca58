rule =
    .report = 3 working days after the report
    .complaint = 7 days after the complaint

question =
    .satisfied = Satisfied with the service?
    .runs-well = Does the unit run well?
    .badge-shown = Did the technician show his badge?
    .tidy = Was everything left tidy?
    .polite = Was he polite?
    .charged-by-the-rules = Was it charged by the rules?
    .care-explained = Were use and care explained?
    .tested-in-presence = Was it tested in your presence?
    .opinion-own = Is the opinion your own?
    .signature-own = Is the signature your own?
