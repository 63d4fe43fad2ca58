no-area = 未注明区域，从严
basis =
    .server = 服务器时间加经过时间
    .claim = 设备时间，不早于服务器时间
    .floor = 设备时间早于服务器时间，取后者
    .claim-alone = 仅有设备时间

clock-kind =
    .first-response = 首次响应
    .window = 预约时段
    .on-site = 到场时限
    .agreed-date = 约定完成日期
    .custody = 承诺归还日期
    .call-back = 回访时限

clock-state =
    .running = 计时中
    .met = 按时
    .missed = 超时
    .cancelled = 因取消而停止
    .postponed = 因用户改期而停止

area =
    .city = 市区
    .suburb = 郊区
    .remote = 偏远地区

because =
    .first = { "" }
    .customer-asked = （用户要求改期）
    .approved = （延期已获批准）
    .not-approved = （延期未获批准，不计）

rule =
    .response = 受理后 { $hours } 小时内首次响应
    .usual-response = 受理后 { $hours } 小时内首次响应（普通）
    .window = 约定时段内到场{ $because }
    .on-site = 约定时间后 { $hours } 小时内到场（{ $area }）
    .agreed-day = 约定日期当日结束前修好{ $because }
    .promised-day = 承诺归还日期当日结束前还机{ $because }
    .call-back = 汇报后 { $days } 个工作日内回访
    .complaint = 投诉后 { $days } 天内回访

clock-finding =
    .slow = 设备时钟慢 { $minutes } 分钟
    .fast = 设备时钟快 { $minutes } 分钟
    .set-back = 设备时钟被拨慢 { $minutes } 分钟
    .set-forward = 设备时钟被拨快 { $minutes } 分钟
