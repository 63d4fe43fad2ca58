title = 设置密码
hello = 您好，
you-sign-in-as = 登录时使用的人员代码：
new-password = 新密码
what-a-password-must-be = 至少 10 个字符，不含您的代码，也不要用连续或重复的字符。
once-more = 再输入一次
set-password = 保存并进入
