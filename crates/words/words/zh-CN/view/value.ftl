empty = （空）
yes = 是
no = 否
