rule =
    .report = 完工上报后 3 个工作日
    .complaint = 投诉后 7 天

question =
    .satisfied = 对服务满意吗？
    .runs-well = 机器运行正常吗？
    .badge-shown = 维修人员出示工牌了吗？
    .tidy = 现场收拾干净了吗？
    .polite = 态度有礼貌吗？
    .charged-by-the-rules = 按规定收费了吗？
    .care-explained = 讲解使用和保养了吗？
    .tested-in-presence = 当面试机了吗？
    .opinion-own = 意见是用户本人写的吗？
    .signature-own = 签字是用户本人签的吗？
