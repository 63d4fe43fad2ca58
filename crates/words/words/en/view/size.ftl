records = records
statements = what was signed
lists = list and search
history = units' history and archive
reference = prices and terms
other = other
