not-here = not on this device
waiting = waiting to be sent
sending = being sent
at-office = at the office
refused = refused
file-gone = its bytes are gone from this device, or damaged
file-other-bytes = what arrived is not what the record names
file-size = its size is not what the record says
not-kind-record-says = it is not the kind that the record says

space =
    .enough = enough room for photos
    .low = little room is left: make some soon, or no photo can be taken
    .stop = no room for photos; records go on as ever
