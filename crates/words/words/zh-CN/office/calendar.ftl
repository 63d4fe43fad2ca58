calendar = 工作日历
what-it-is-for = 周一至周五为工作日，这里列出的节假日除外；调休上班的周末也列在这里。完工后的回访期限按此计算；改动某一年后，未完成的回访期限随之调整。考核指标在服务器下次启动后按新日历计算。
year = 年份
day = 日期
kind = 类别
holiday = 放假
worked = 上班
name = 节日
change-year = 修改一年
days = 这一年的日期，每行一个
how-to-write-days = 每行：日期,放假或上班,节日名。例如：2027-01-01,放假,元旦。该年原有内容会被替换。
save = 保存这一年
version = 版本

refused =
    .bad-day = 有一行无法识别、日期不属于该年，或日期重复。
    .no-weekend = 只有周六、周日可以调休上班。
    .changed-meanwhile = 您打开此页之后，别人改过日历。请核对现在的内容，再保存一次。
