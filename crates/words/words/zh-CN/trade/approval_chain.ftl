post =
    .supervisor = 维修主管
    .centre = 服务中心经理
    .sales-office = 销售办事处
    .deputy-director = 副总经理
    .quality = 品质部
    .factory = 工厂

chain =
    .customer = 用户投诉
    .dealer = 经销商投诉
    .batch = 批量质量事件
    .exchange = 退换机

word =
    .agreed = 同意
    .sent-back = 退回
    .refused = 不同意
