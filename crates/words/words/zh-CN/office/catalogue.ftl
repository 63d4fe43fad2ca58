symptom = 现象
cause = 原因
remedy = 处理
