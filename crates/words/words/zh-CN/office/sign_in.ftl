sign-in = 登录
your-code = 人员代码
password = 密码
one-time-code = 一次性验证码
only-if-turned-on = 仅在您开启了验证码时填写。

refused =
    .wrong = 代码或密码不对。
    .code = 一次性验证码缺少、有误或已用过，请等下一个再试。
    .too-many = 错误次数过多。请十五分钟后再试，或向管理员要一个登录链接。
