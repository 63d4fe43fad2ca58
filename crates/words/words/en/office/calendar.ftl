calendar = Working days
what-it-is-for = Monday to Friday are worked, except the holidays here; a weekend that is worked in exchange stands here too. Follow-up calls after a report are due by these days; changing a year moves those that wait. The rates count by the changed days from the next start of the server.
year = Year
day = Day
kind = Kind
holiday = holiday
worked = worked
name = Holiday
change-year = Change a year
days = Days of the year, one a line
how-to-write-days = A line is: day, “holiday” or “worked”, name. Example: 2027-01-01,holiday,New Year. What stood for the year before goes.
save = Save the year
version = Version

refused =
    .bad-day = A line cannot be read, its day is of another year, or a day stands twice.
    .no-weekend = Only Saturdays and Sundays are worked in exchange.
    .changed-meanwhile = Somebody changed the calendar after you opened the page. Look at what stands now, then save again.
