reason =
    .first = 首次出现
    .safety = 安全缺陷

outcome =
    .watched = 跟踪观察
    .to-factory = 转工厂整改
    .no-defect = 非产品缺陷
