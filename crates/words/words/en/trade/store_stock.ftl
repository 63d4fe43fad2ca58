abc =
    .a = A
    .b = B
    .c = C
