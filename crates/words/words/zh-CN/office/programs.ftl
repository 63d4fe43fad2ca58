programs = 程序接口
what-a-token-is = 其他程序凭令牌使用接口，权限不超过所代表的人员。令牌只在生成时显示一次。接口说明：
for-whom = 代表人员
purpose = 用途
scope-label = 范围
days = 有效天数
make = 生成令牌
keep-this = 请立即保存，令牌只显示这一次：
made = 生成时间
ends = 到期
last-used = 最近使用
never = 从未
state = 状态
revoked = 已停用
expired = 已到期
revoke = 停用
none-yet = 还没有令牌。

scope =
    .read = 只读
    .write = 读写

refused =
    .no-person = 没有这个办公室人员。
    .bad-name = 用途不能为空，最多 64 个字符。
    .bad-days = 有效天数为 1 至 731。
