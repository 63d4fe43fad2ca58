reception = 客服接待
dispatcher = 调度
supervisor = 维修主管
store = 备件仓库
quality = 质检
finance = 财务
manager = 中心经理
administrator = 系统管理员
