likeness =
    .serial = 产品编号相同
    .phone = 电话和产品类别相同
    .address = 地址和产品类别相同

same =
    .fault = 同一故障
    .part = 同一配件
