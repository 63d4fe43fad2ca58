sent = sent
saved = saved on this device
seal = the seal does not fit the contents
device = the statement names another device than its certificate
record = the statement is about another record
unreadable = the statement cannot be read
