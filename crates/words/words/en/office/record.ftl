customer-refused-to-sign = customer refused to sign
unchanged-since-sealed = unchanged since it was sealed
changed-since-sealed = changed since it was sealed
conflicts = Conflicts
none = None.
what-a-conflict-is = Several people wrote different values while apart. All are kept; by the rule one holds for now, until somebody settles it.
value = Value
written-by = Written by
when = When
now = Now
rule = Rule:{ " " }
stop = { "." }{ " " }
received = received{ " " }
holds = holds
kept-not-in-force = kept, not in force
visits-and-diagnosis = Visits and diagnosis
nothing-yet = Nothing yet.
a-newer-program-wrote = A newer program wrote{ " " }
entries-not-shown = { " " }more entries, which this one cannot show. They are kept in the record.
taken-back = taken back
because = , because:{ " " }
customer = Customer
unit = Unit
request-and-dispatch = Request and dispatch
fault-and-work = Fault and work
history = History
what-the-history-shows = Every change, the newest first. The first time is what the device's clock said (a claim), the second when the server received it.
brought-by = brought by{ " " }
brought = { "" }
arrived-after-reassignment = arrived after reassignment
entry-newer-program-wrote = an entry that a newer program wrote
no-number = (no number)
records = Records
no-acceptance-signed-yet = no acceptance signed yet
next-step = Next step:{ " " }
visit-is-over = the visit is over; what is listed below waits for somebody
none-all-is-done = none, all is done
files = Files
download = Download the whole record (automerge file)
internal-id = Internal id{ " " }
photos-and-files = Photos and files
no-photos-yet = None yet.
open-the-original = open the original
original-still-device = the original is still on the device of{ " " }
photo-of-the-stamp = photo of the stamp
quotes = Quotes
no-quotes-yet = None yet.
revision = Revision{ " " }
revision-word = { "" }
taken = taken
accepted-in-force = accepted, in force
accepted-replaced-since = accepted, replaced since
declined = declined
replaced = replaced
waits-for-an-answer = waits for an answer
item = Item
unit-price = Unit price
quantity = Quantity
amount = Amount
who-pays-which-rule = Who pays, by which rule
total = Total
the-customer-pays = The customer pays
price-list-version = price list version{ " " }
discount-limit = , discount limit{ " " }
off = off{ " " }
accepted-by-the-customer = Accepted by the customer
see-the-signature = see the signature
colon = :{ " " }
to-settle = To settle
findings = Findings
no-findings = None.
see-the-entry = see the entry
too-much = , too much:{ " " }
list-comma = ,{ " " }
completeness = Completeness
complete-nothing-lacks = Complete, nothing lacks.
empty = (empty)
yes = yes
no = no
conflict = conflict
conflict-count = { $count ->
    [one] field in conflict
   *[other] fields in conflict
}
finding-count = { $count ->
    [one] finding
   *[other] findings
}
signatures-not-fitting = { $count ->
    [one] signature does not fit the record as it is
   *[other] signatures do not fit the record as it is
}
items-missing = { $count ->
    [one] required item is missing
   *[other] required items are missing
}
