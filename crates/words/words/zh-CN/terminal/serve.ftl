serve-text =
    .created = 已创建机构“{ $name }”。
    .listening = 服务器已就绪：{ $url }
    .how-to-log-in = 登录办公室页面：{ $command }
    .how-to-stop = 按 Ctrl-C 停止。
