number =
    .name = 维修单号
    .why = 已印在用户联上，不得变成另一个号。

received-at =
    .name = 受理时间
    .why = 响应时间由此起算。

request =
    .name = 服务类别
    .why = 由办公室登记；维修人员发现不同时由其说明。

language =
    .name = 沟通语言
    .why = 猜错只费一句话，不费钱。

customer-name =
    .name = 用户姓名
    .why = 站在用户面前的人听得最准。

customer-phone =
    .name = 用户电话
    .why = 刚在门口拨通的号码才是对的。

customer-address =
    .name = 用户地址
    .why = 维修人员所到之处即产品所在之处。

area =
    .name = 服务区域
    .why = 决定到场时限，由办公室负责。

priority-hours =
    .name = 响应时限（小时）
    .why = 一旦判为紧急，不因合并而变为普通。

assignee =
    .name = 维修人员
    .why = 只有办公室派工。

appointment =
    .name = 预约时间
    .why = 办公室最后与用户商定；绝不凭操作数的运气。

office-note =
    .name = 派工说明
    .why = 这是办公室对维修人员的交代。

unit-kind =
    .name = 产品类别
    .why = 从实物上读出。

unit-model =
    .name = 产品型号
    .why = 从铭牌上读出。

unit-serial =
    .name = 机身编号
    .why = 从铭牌上读出；保修与返修以此为据。

purchased-on =
    .name = 购机日期
    .why = 从用户出示的发票上读出。

payer-class =
    .name = 付费类别
    .why = 每笔三包费用由办公室向厂家负责。

opened-by-outsiders =
    .name = 他人拆修
    .why = 只有拆开产品的人看得到。

fault-code =
    .name = 故障代码
    .why = 诊断在产品旁作出。

lead =
    .name = 临时负责人
    .why = 多人作业由谁负责由办公室指定；未指定时由现场自定。

reception =
    .name = 受理方式
    .why = 接机的人知道机器在哪里。

exclusion =
    .name = 三包除外原因
    .why = 使用不当的痕迹、涂改的日期、处理品标记，站在产品前的人看得到。

second-repair-contest =
    .name = 返修异议
    .why = 被计返修者可提出异议，是否计入由办公室认定。

writers =
    .everybody = 办公室、维修人员
    .office = 仅办公室
    .technician = 仅维修人员

merge-rule =
    .once = 建单时给定，不再更改
    .last-writer = 后写为准（无害）
    .office-first = 以办公室的值为准，待人确认
    .technician-first = 以现场维修人员的值为准，待人确认
    .most-urgent = 以最紧急者为准，待人确认
