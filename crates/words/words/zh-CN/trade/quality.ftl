reason =
    .first = 首次出现
    .safety = 安全缺陷

outcome =
    .watched = 跟踪观察
    .to-factory = 转工厂整改
    .no-defect = 非产品缺陷

check-kind =
    .spot = 质检抽查
    .mystery = 神秘客户

check-item =
    .fault-gone = 故障已排除
    .parts-as-recorded = 备件与记录相符，为原厂件
    .record-is-true = 维修记录属实
    .on-time = 按约到达
    .badge-shown = 出示工牌
    .polite = 态度礼貌
    .charged-by-the-rules = 按规定收费
    .tested-in-presence = 当面试机
    .care-explained = 讲解使用保养
    .tidy = 现场整洁
