empty = (empty)
yes = yes
no = no
