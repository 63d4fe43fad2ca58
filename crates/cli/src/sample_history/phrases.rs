//! What invented people are called, where they live and what is said and written about their appliances.

use super::Dice;

pub(crate) const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "高", "林", "罗", "欧阳", "诸葛",
];
pub(crate) const GIVEN: &[&str] = &[
    "秀英", "建国", "小川", "文山", "桂兰", "志强", "丽娟", "海燕", "春梅", "国庆", "晓东", "玉珍",
    "明远", "淑华", "一鸣", "雪松", "天佑", "若兰", "振华", "静",
];
pub(crate) const STREETS: &[&str] = &[
    "松风路",
    "桥北里",
    "书院街",
    "锦里中路",
    "白露巷",
    "青禾大道",
    "云桥东路",
    "望江南街",
    "石门胡同",
    "花溪路",
];
pub(crate) const WORDS: &[&str] = &[
    "昨晚开始的",
    "之前停过一次电",
    "重启过两回没用",
    "声音比以前大",
    "用了有三四年",
    "上个月还好好的",
    "孩子说闻到糊味",
    "插座换过也一样",
    "显示屏上有字母",
    "天一冷就这样",
];

pub(crate) const FOUND: &[&str] = &[
    "用户称断续出现，早晚更明显",
    "外壳无损伤，进气口积灰",
    "通电后十秒报警停机",
    "绝缘电阻偏低，已擦干复测",
    "接插件氧化，重新插接后好转",
    "管路连接处有油迹",
    "保险完好，电压正常",
    "手感温度偏高",
];
pub(crate) const DONE: &[&str] = &[
    "断电放水，拆下后盖",
    "更换配件并紧固接插件",
    "清理滤网和排水管",
    "抽真空保压二十分钟无泄漏",
    "补充密封圈，重新布线",
    "装回面板，擦拭机身",
    "连续运行半小时观察",
];
pub(crate) const ADVICE: &[&str] = &[
    "每月清理一次滤网",
    "不要与大功率电器共用插座",
    "冬季停用前排空余水",
    "两年做一次保养",
    "发现异味立即断电",
];

/// Some words about the work.
pub(crate) fn phrase(dice: &mut Dice) -> String {
    format!("{}；{}", dice.word(FOUND), dice.word(DONE))
}
