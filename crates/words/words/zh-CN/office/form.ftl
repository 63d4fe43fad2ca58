not-allowed = 您没有做这件事的权限。
done = 已保存。
fields-cannot-be-used = 未保存：请更正标出的栏目。
