within = 合格范围内
outside = 超出范围
