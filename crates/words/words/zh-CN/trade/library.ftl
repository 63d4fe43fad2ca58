genre =
    .manual = 技术手册
    .hard-case = 疑难案例
