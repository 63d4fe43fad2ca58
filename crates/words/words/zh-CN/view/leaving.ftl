nothing = 无须处理
keep-on = 已存本机，有信号时自动上传；请勿关机卸载
take-again = 有照片未被办公室接收，请查看并重拍
reach-wifi = 照片等待 Wi-Fi，到有 Wi-Fi 处再发送
