choice =
    .repair = 维修
    .replace = 更换
    .leave = 暂不处理

line-kind =
    .labour = 工时费
    .part = 配件
    .other = 其他费用

payer =
    .customer = 用户付费
    .warranty = 三包免费
    .contract = 合同结算

money =
    .too-large = 金额过大
    .currencies-differ = 币种不同，不能合计

bad-quote =
    .lines = 报价须有 1 至 200 行
    .text = 报价行缺少名称，或文字过长或含有不允许的字符
    .amount = 报价行的数量、单价或金额有误
    .payer = 报价行的付费方与依据不符，且未说明原因
    .options = 报价须为单一方案，或二至三个不同方案
    .discount = 报价行的优惠金额有误
    .revision = 报价版本号有误
