//! The catalogue (价目与技术资料) on a device: what it looks up stands in [`doorstep_domain::catalogue`]; who pays by it
//! is decided in [`doorstep_domain::cover`].

pub use doorstep_domain::catalogue::{Catalogue, FITTED_PART_MONTHS, Name, REFERENCE};

#[cfg(test)]
pub(crate) mod sample {
    //! A small catalogue for tests: one refrigerator's parts and prices.

    use serde_json::json;

    /// As the server sends it, with a table that this program does not know.
    pub(crate) fn reference() -> Vec<u8> {
        let value = json!({
            "version": 7,
            "kinds": [{"kind": "refrigerator", "name_zh": "冰箱", "name_en": "Refrigerator", "whole_unit_months": 12}],
            "models": [{"model": "YL-BCD326F", "kind": "refrigerator", "brand_zh": "样例白露", "brand_en": "Sample Bailu",
                        "name_zh": "326 升法式四门变频冰箱", "name_en": "326 L four-door inverter refrigerator"}],
            "parts": [
                {"part": "RF-101", "kind": "refrigerator", "name_zh": "压缩机", "name_en": "Compressor", "price_minor": 42000,
                 "currency": "CNY", "warranty_months": 36, "has_serial": true, "component": "compressor"},
                {"part": "RF-109", "kind": "refrigerator", "name_zh": "风门电机", "name_en": "Damper motor", "price_minor": 6800,
                 "currency": "CNY", "warranty_months": 36, "has_serial": false, "component": ""}],
            "labour": [
                {"labour": "VISIT-CITY", "kind": "*", "name_zh": "上门服务费（市区）", "name_en": "Call-out, city", "price_minor": 3000, "currency": "CNY"},
                {"labour": "RF-FAN", "kind": "refrigerator", "name_zh": "更换风门", "name_en": "Damper replaced", "price_minor": 8000, "currency": "CNY"}],
            "warranty": [{"kind": "refrigerator", "component": "compressor", "months": 36}],
            "faults": [{"fault": "RF-F07", "kind": "refrigerator", "symptom_zh": "冷藏室不冷", "symptom_en": "Fridge warm",
                        "cause_zh": "风门不开", "cause_en": "Damper stuck", "part": "RF-109"}],
            "tests": [{"kind": "refrigerator", "item": "fridge_temperature", "name_zh": "冷藏室温度", "name_en": "Fridge temperature",
                       "unit": "°C", "minimum": "2.0", "maximum": "8.0"}],
            "discounts": [{"role": "technician", "percent": 10}, {"role": "office", "percent": 30}],
            "manuals": [{"of a newer server": true}]
        });
        serde_json::to_vec(&value).unwrap_or_default()
    }

    /// A manual and a hard case of the refrigerator.
    pub(crate) fn library() -> Vec<u8> {
        let value = json!({ "version": 3, "documents": [
            {"code": "TM-RF-DAMPER", "genre": "manual", "kind": "refrigerator", "faults": ["RF-F07"],
             "title": {"zh": "冰箱电动风门检修", "en": "Refrigerator: air damper"},
             "sections": [{"heading": {"zh": "检测", "en": "Measuring"},
                           "text": {"zh": "绕组电阻 380 Ω 至 420 Ω", "en": "Windings 380 Ω to 420 Ω"}}]},
            {"code": "HC-RF-01", "genre": "hard_case", "kind": "refrigerator", "model": "YL-BCD326F", "faults": ["RF-F07"],
             "title": {"zh": "风门板边缘结冰", "en": "Ice on the edge of the damper flap"},
             "sections": [{"heading": {"zh": "原因", "en": "Cause"},
                           "text": {"zh": "水汽从风道缝隙渗入", "en": "Moist air came through a gap of the duct"}}]},
            {"code": "HC-WM-01", "genre": "hard_case", "kind": "washing_machine", "faults": [],
             "title": {"zh": "运输螺栓未拆净", "en": "A transport bolt was left in"},
             "sections": [{"heading": {"zh": "处理", "en": "Remedy"}, "text": {"zh": "取出断螺栓", "en": "Stump drilled out"}}]}]});
        serde_json::to_vec(&value).unwrap_or_default()
    }

    /// Consent sentences of the office.
    pub(crate) fn consents() -> Vec<u8> {
        let value = json!({ "version": 2, "sentences": [
            {"consent": "quote_acceptance", "language": "zh-CN", "version": 4, "sentence": "本人同意所选方案和价格。"},
            {"consent": "quote_acceptance", "language": "en", "version": 5, "sentence": "I agree to the option I chose."},
            {"consent": "move_furniture", "language": "zh-CN", "version": 1, "sentence": "移动前已告知，用户同意。"}]});
        serde_json::to_vec(&value).unwrap_or_default()
    }
}
