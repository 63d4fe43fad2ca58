nothing = 无须处理
keep-on = 已存本机，有信号时自动上传；请勿关机卸载
