sent = 已上传
saved = 已存本机
seal = 封存与内容不符
device = 凭证所称设备与证书不符
record = 凭证属于另一张维修单
unreadable = 凭证无法读出
