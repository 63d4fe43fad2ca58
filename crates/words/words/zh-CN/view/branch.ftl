open = 待批复
by-phone = 电话同意，待确认
granted = 同意
refused = 不同意
