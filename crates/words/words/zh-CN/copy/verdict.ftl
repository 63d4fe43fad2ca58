unchanged = 签字后未改动
changed = 签字后有改动
broken = 凭证已损坏或被篡改
unknown-device = 设备未知
