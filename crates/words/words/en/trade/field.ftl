number =
    .name = record number
    .why = It is printed on the customer's copy, so it can never become another.

received-at =
    .name = received at
    .why = The response time is measured from it.

request =
    .name = kind of request
    .why = The office books the request; a technician who finds another one says so.

language =
    .name = language
    .why = A wrong guess costs a sentence, not money.

customer-name =
    .name = customer's name
    .why = He who stands before the customer hears the name right.

customer-phone =
    .name = customer's telephone
    .why = The number that was just dialled at the door is the one that works.

customer-address =
    .name = customer's address
    .why = Where the technician stands is where the unit is.

area =
    .name = area
    .why = It decides the time to be on site, which the office answers for.

priority-hours =
    .name = response due (hours)
    .why = An urgent fault, once seen as one, is not made ordinary by a merge.

assignee =
    .name = technician
    .why = Only the office hands out jobs.

appointment =
    .name = appointment
    .why = The office spoke with the customer last; never by luck of an operation count.

office-note =
    .name = office's note
    .why = It is the office's word to the technician.

unit-kind =
    .name = kind of appliance
    .why = Read off the unit itself.

unit-model =
    .name = model
    .why = Read off the nameplate.

unit-serial =
    .name = serial number
    .why = Read off the nameplate; warranty and second repairs hang on it.

purchased-on =
    .name = date of invoice
    .why = Read off the invoice that the customer shows.

payer-class =
    .name = who pays
    .why = The office answers to the maker for every warranty claim.

opened-by-outsiders =
    .name = opened by outsiders
    .why = Only who opens the unit can see it.

fault-code =
    .name = fault code
    .why = The diagnosis is made at the unit.

lead =
    .name = lead
    .why = Who answers for a job of several is named by the office, or by themselves until it does.

reception =
    .name = where the unit is seen
    .why = Who takes the unit in sees where it is.

exclusion =
    .name = why not under warranty
    .why = Traces of misuse, an altered date, the mark of seconds: seen by who stands before the unit.

second-repair-contest =
    .name = contest of the second repair
    .why = Who is charged with it may object; whether it counts is the office's to say.

writers =
    .everybody = office and technician
    .office = office only
    .technician = technician only

merge-rule =
    .once = given at creation, never changed
    .last-writer = the last writer's value (harmless)
    .office-first = the office's value, until somebody settles it
    .technician-first = the value from the site, until somebody settles it
    .most-urgent = the most urgent value, until somebody settles it
