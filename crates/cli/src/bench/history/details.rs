//! What a record is about: customer, appliance, fault, parts.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::{BenchError, Dice, SampleRows};
use crate::bench::sample_rows::{Fault, Intake, Part, Test};

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "高", "林", "罗", "欧阳", "诸葛",
];
const GIVEN: &[&str] = &[
    "秀英", "建国", "小川", "文山", "桂兰", "志强", "丽娟", "海燕", "春梅", "国庆", "晓东", "玉珍",
    "明远", "淑华", "一鸣", "雪松", "天佑", "若兰", "振华", "静",
];
const STREETS: &[&str] = &[
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
const WORDS: &[&str] = &[
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

/// What one record is about.
pub(super) struct Details {
    pub(super) place: usize,
    pub(super) begun: DateTime<FixedOffset>,
    pub(super) intake: Intake,
    pub(super) fault: Fault,
    pub(super) part: Part,
    pub(super) tests: Vec<Test>,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) address: String,
    pub(super) serial: String,
    pub(super) symptom: String,
}

impl Details {
    pub(super) fn draw(
        rows: &SampleRows,
        dice: &mut Dice,
        place: usize,
        begun_ms: u64,
    ) -> Result<Self, BenchError> {
        let missing = BenchError::Unexpected("the sample data");
        let begun = i64::try_from(begun_ms)
            .ok()
            .and_then(DateTime::from_timestamp_millis);
        let china = FixedOffset::east_opt(8 * 3_600);
        let (Some(begun), Some(china), Some(intake)) = (begun, china, dice.pick(&rows.intakes))
        else {
            return Err(missing);
        };
        let faults: Vec<&Fault> = rows
            .faults
            .iter()
            .filter(|fault| fault.kind == intake.kind)
            .collect();
        let parts: Vec<&Part> = rows
            .parts
            .iter()
            .filter(|part| part.kind == intake.kind)
            .collect();
        let tests = rows
            .tests
            .iter()
            .filter(|test| test.kind == intake.kind)
            .take(4)
            .cloned()
            .collect();
        let (Some(fault), Some(part)) = (dice.pick(&faults), dice.pick(&parts)) else {
            return Err(missing);
        };
        let name = format!("{}{}", dice.word(SURNAMES), dice.word(GIVEN));
        let address = format!(
            "样例市青禾区{} {} 号 {} 栋 {} 单元 {}",
            dice.word(STREETS),
            1 + dice.below(300),
            1 + dice.below(20),
            1 + dice.below(4),
            101 + dice.below(25) * 100 + dice.below(4),
        );
        let symptom = format!(
            "{}{}，{}。",
            intake.symptom,
            dice.word(WORDS),
            dice.word(WORDS)
        );
        Ok(Self {
            place,
            begun: begun.with_timezone(&china),
            phone: format!("139-0000-{:04}", dice.below(10_000)),
            serial: format!(
                "{}{:010}",
                intake.kind.to_uppercase(),
                dice.below(10_000_000_000)
            ),
            intake: intake.clone(),
            fault: (*fault).clone(),
            part: (*part).clone(),
            tests,
            name,
            address,
            symptom,
        })
    }

    /// A moment so many minutes after the record was opened.
    pub(super) fn after(&self, minutes: i64) -> DateTime<FixedOffset> {
        self.begun + TimeDelta::minutes(minutes)
    }

    /// An agreed window, so many days later.
    pub(super) fn window(&self, days: i64) -> String {
        let start = self.begun + TimeDelta::days(days);
        format!(
            "{}/{}",
            start.to_rfc3339(),
            (start + TimeDelta::hours(2)).to_rfc3339()
        )
    }
}
