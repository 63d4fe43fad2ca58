records = 维修单
statements = 签字凭证
lists = 列表与搜索
history = 机器履历与归档
reference = 价目与资料
other = 其他
