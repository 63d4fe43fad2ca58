not-here = 不在本机，可下载
waiting = 待发送
sending = 发送中
at-office = 办公室已收到
refused = 未被接收
file-gone = 本机文件已丢失或损坏
file-other-bytes = 收到的内容与登记不符
file-size = 大小与登记不符
not-kind-record-says = 文件类型不符

space =
    .enough = 存储空间充足
    .low = 存储空间不多了，请尽快清理，否则将无法拍照
    .stop = 存储空间不足，暂不能拍照；维修单照常填写
