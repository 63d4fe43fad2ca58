no-area = no area given, the strictest
basis =
    .server = server time and what elapsed since
    .claim = the device's time, not before the server's
    .floor = the server's last time: the device's is before it
    .claim-alone = the device's time alone

clock-kind =
    .first-response = first response
    .window = appointment window
    .on-site = on site
    .agreed-date = agreed date
    .custody = promised return
    .call-back = follow-up call

clock-state =
    .running = running
    .met = in time
    .missed = too late
    .cancelled = stopped: cancelled
    .postponed = stopped: the customer asked for another time

area =
    .city = city
    .suburb = suburb
    .remote = remote

because =
    .first = { "" }
    .customer-asked = { " " }(the customer asked for another)
    .approved = { " " }(extension approved)
    .not-approved = { " " }(an extension without approval does not count)

rule =
    .response = first response within { $hours } h of receipt
    .usual-response = first response within { $hours } h of receipt (ordinary)
    .window = inside the agreed window{ $because }
    .on-site = on site within { $hours } h of the agreed time ({ $area })
    .agreed-day = repaired by the end of the agreed day{ $because }
    .promised-day = handed back by the end of the promised day{ $because }
    .call-back = follow-up call within { $days } working days of the report
    .complaint = follow-up within { $days } days of the complaint

clock-finding =
    .slow = the device's clock was { $minutes } minutes slow
    .fast = the device's clock was { $minutes } minutes fast
    .set-back = the device's clock was set { $minutes } minutes back
    .set-forward = the device's clock was set { $minutes } minutes forward
