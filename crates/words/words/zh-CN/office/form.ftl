not-allowed = 您没有做这件事的权限。
done = 已保存。
