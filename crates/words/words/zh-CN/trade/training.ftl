lack =
    .no-certificate = 无上岗证
    .certificate-ended = 上岗证已过期
    .certificate-ends-soon = 上岗证 60 天内到期
    .too-few-hours = 不足 20 学时
