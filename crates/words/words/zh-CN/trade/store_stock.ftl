abc =
    .a = A 类
    .b = B 类
    .c = C 类
