added = 新增
removed = 删除
changed = 更改
within = 权限之内
approved = 超过权限，已获同意
beyond = 超过权限，须先请示
