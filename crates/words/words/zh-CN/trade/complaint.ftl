complainant =
    .customer = 用户
    .dealer = 经销商

remedy =
    .explanation = 解释并致歉
    .second-service = 免费二次服务
    .compensation = 赔偿
    .return = 退机
    .exchange = 换机

lack =
    .not-approved = 处理方案尚未批准
    .insurer-not-told = 须通知保险公司（500 元及以上）
    .agreement-not-signed = 危机事件须签订协议书
    .not-paid = 承诺的赔偿尚未付清并取得收条
