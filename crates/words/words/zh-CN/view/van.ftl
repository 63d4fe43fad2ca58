equation = 期初 { $opening } + 领用 { $issued } + 调入 { $taken-over } + 盘点说明 { $explained } = 装用 { $fitted } + 退回 { $returned } + 调出 { $handed-over } + 车上 { $on-van }
