no-number = (no number)
updated = Updated{ " " }
nobody-yet = nobody yet
not-signed = not signed
next = Next:{ " " }
urgent = urgent,{ " " }
h = { " " }h
repair-records = Repair records
records = Records
search = Search
what-is-searched = Number, name, telephone, address, model, fault
find = Find
filter-by-status = Filter by status
there-no-records-here = There are no records here.
nothing-found-for = Nothing found for{ " " }
pages-of-the-list = Pages of the list
newest = Newest
newer = Newer
older = Older
all = all
today = today
soon-late = soon late
late = late
as-csv = These records as CSV
as-xlsx = as a workbook (XLSX)
with-conflicts = with conflicts
with-findings = with findings
signature-not-intact = signature not intact
conflicts = { $count } { $count ->
    [one] conflict
   *[other] conflicts
}
findings = { $count } { $count ->
    [one] finding
   *[other] findings
}

column =
    .record = Record
    .status = Status
    .customer = Customer
    .unit = Unit
    .technician = Technician
    .to-settle = Signature, to settle
only-newest-hits = Too many hits: only the { $count } records opened last are listed. Add a word.
