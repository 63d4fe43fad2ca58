//! Every code that an answer may carry, with what it means: one table for the program and its documentation.

use std::{borrow::Cow, sync::LazyLock};

use doorstep_domain::course::Refusal;

/// One code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRow {
    /// The stable code.
    pub code: &'static str,
    /// The sentence for a Chinese screen.
    pub chinese: &'static str,
    /// What it means, in English.
    pub english: Cow<'static, str>,
}

macro_rules! rows {
    ($($code:literal $chinese:literal $english:literal;)*) => {
        &[$(ErrorRow { code: $code, chinese: $chinese, english: Cow::Borrowed($english) }),*]
    };
}

const LINES: &[ErrorRow] = rows! {
    "line_too_long" "该行过长" "the line is longer than 4 MiB";
    "not_json" "该行不是 JSON" "the line is not JSON in UTF-8, names a member twice, has a number that is not whole, or is nested too deeply";
    "not_a_line" "该行不是含有 do 的对象" "the line is not an object with `do`, or `view` is unknown";
    "unknown_verb" "没有此动词" "there is no such verb";
    "bad_members" "成员与动词不符" "a member is unknown, missing or not of its type";
};

const USE_CASES: &[ErrorRow] = rows! {
    "text" "文字过长或含有不允许的字符" "a text is too long or has forbidden characters";
    "missing" "有必填项未填" "something that must be given is empty";
    "out_of_range" "数字超出范围" "a number is out of its range";
    "too_many" "条目过多" "a list is too long";
    "word" "不是允许的选项" "not one of the allowed words";
    "quote" "报价有误" "the quote's lines, amounts or total are not in order";
    "field_value" "该值不适合此字段" "the value does not fit the field";
    "signature_too_short" "签名为空或过短" "the signature is blank or too short: fewer than 8 points or under 100 units in both directions";
    "signature_too_long" "签名笔迹点过多" "the signature has more than 20 000 points";
    "signature_out_of_order" "签名笔迹的时间或压力有误" "the signature's times go back, or a pressure is over 1000";
    "one_of" "须且只须给出其中一项" "exactly one of several members must be given";
    "unknown_code" "价目表中没有此代码" "the device's catalogue does not have the code";
    "code_in_catalogue" "价目表已有此代码，名称和价格不得手填" "the catalogue has the code: name and price are not given by hand";
    "currencies_differ" "同一报价只能用一种货币" "the lines of a quote are in one currency";
    "serial_needed" "此配件有编号，须逐件登记编号" "the part has a serial number: it is fitted piece by piece with it";
    "override_needs_reason" "指定与规则不同的付费方须说明原因" "another payer than the rules' own is given with a reason";
    "no_conflict" "此字段没有冲突" "there is no clash in the field";
    "merged_away" "只能并入另一张未被合并的维修单" "a record is merged into another one that was not merged away itself";
    "no_such_record" "本机没有此维修单" "no record of this device has that number";
    "no_such_document" "本机资料库没有此文档" "the device's library does not have the document";
    "no_such_movement" "车账中没有这一条" "no entry of this technician's van has this id, or it is of another kind";
    "no_difference" "盘点与账面相符，无需说明" "the count does not differ from the books";
    "statement" "无法封存签字凭证" "the statement could not be sealed";
};

const FILES: &[ErrorRow] = rows! {
    "file_empty" "文件为空" "the file has no bytes";
    "file_too_large" "文件过大（上限 16 MB）" "the file has more than 16 MiB";
    "file_kind" "只接受 JPEG、PNG 和 PDF" "the file is neither a JPEG nor a PNG nor a PDF";
    "file_too_many_pixels" "图片像素过多（上限 2500 万）" "the picture has more than 25 million pixels, or a side of more than 16 384";
    "file_unreadable" "文件无法读取" "the file cannot be read as what it says it is";
    "low_space" "存储空间不足，暂不能拍照" "too little room is left for photos; records go on as ever";
    "file_not_named" "维修单中没有此文件" "the record names no such file";
    "file_not_at_office" "文件还在拍摄者的设备上" "the office does not have the file yet: it is on the device of who took it";
    "file_other_bytes" "收到的内容与登记不符" "the bytes are not those that the record names";
};

const DEVICE: &[ErrorRow] = rows! {
    "not_found" "本机没有此维修单" "the record is not on this device";
    "archived" "此维修单已归档，请先取回" "the record was closed long ago and only its row is on this device: ask for it with `record.fetch` and sync";
    "outside_role" "此身份不得填写此项" "this role may not write that";
    "entry_person" "只能以本人身份登记" "an entry names another person than the device's";
    "change_too_large" "一次更改的内容过多" "one change holds too much";
    "nothing_said" "新单没有内容" "a new record must say something";
    "no_statement" "本机没有这样的签字凭证" "no such statement was sealed on this device";
    "copy_pages" "无法制作用户联" "the pages of the copy could not be made";
    "copy_signature" "无法为用户联签名" "the copy could not be signed";
    "step_failed" "更改的前一步已失败" "a step of the change failed before";
    "given_once" "此字段只写一次，已有值" "the field is given once and stands already";
    "place_in_text" "位置超出文本" "the place is outside the text";
    "entry_malformed" "条目有误" "an entry is not well formed";
    "entry_edited" "条目只写一次" "an entry is written once";
    "json" "内容无法写成 JSON" "an amount or a value has no exact JSON form";
    "not_enrolled" "本机尚未登记" "the device is not enrolled";
    "enrolment" "登记未成功" "the enrolment did not come about";
    "damaged" "本机数据有损坏" "stored data is damaged; what can be read is kept";
    "storage_full" "存储空间不足，未作更改" "there is no room left: nothing was changed";
    "newer_data" "数据由更新版本写入" "the file was written by a newer version and left as it is";
    "in_use" "数据目录正被占用" "the folder is in use by another process";
    "closed" "设备已关闭" "the device was closed";
    "storage" "存储出错" "the database failed; what was being written was not confirmed";
    "io" "文件读写出错" "a file could not be read or written";
    "vault" "无法使用设备密钥" "the device's key is locked, was declined or is gone";
    "exchange_offer" "不是有效的接收码" "the text is not an offer as a device signed it";
    "exchange_own_offer" "这是本机自己的接收码" "the offer is this device's own";
    "exchange_other_organisation" "对方设备不属于本单位" "the other device does not belong to this organisation";
    "exchange_revoked" "对方设备已被注销" "the other device was revoked, as far as this one knows";
    "exchange_nothing" "没有可移交的维修单" "there is nothing that the other device lacks and may have";
    "exchange_not_a_file" "不是移交文件" "this is not a file of records";
    "exchange_too_large" "移交文件过大" "the file is too large, or would be once decompressed";
    "exchange_not_for_us" "该文件不是给本机的，或接收码已过期" "the file was made for another device or for an offer of long ago";
    "exchange_unreadable" "移交文件不完整或被改动" "the file was cut or changed";
    "exchange_signature" "移交文件的签名不符" "the file was not signed by the device that it names";
    "offline" "没有网络，内容留在本机" "there is no connection to the server; everything stays on the device";
    "sync" "同步未完成，下次继续" "the contact with the server ended before its end; it goes on with the next one";
    "random" "系统未提供随机数" "the system gave no randomness";
};

/// All codes: of lines, of the course of a repair, of use cases, of the device.
pub static ERRORS: LazyLock<Vec<ErrorRow>> = LazyLock::new(|| {
    let refusals = Refusal::ALL.iter().map(|refusal| ErrorRow {
        code: refusal.code(),
        chinese: refusal.chinese(),
        english: Cow::Owned(refusal.to_string()),
    });
    let rest = USE_CASES.iter().chain(FILES).chain(DEVICE).cloned();
    LINES.iter().cloned().chain(refusals).chain(rest).collect()
});

/// The row of a code.
#[must_use]
pub fn error_row(code: &str) -> Option<&'static ErrorRow> {
    ERRORS.iter().find(|row| row.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        copies::CopyError, exchange::ExchangeError, files::FileError, records::UseCaseError,
        script::BadLine,
    };

    #[test]
    fn every_code_has_one_row_with_words_in_both_languages() {
        let codes: BTreeSet<_> = ERRORS.iter().map(|row| row.code).collect();
        assert_eq!(codes.len(), ERRORS.len(), "a code stands twice");
        for code in BadLine::CODES
            .iter()
            .chain(UseCaseError::CODES)
            .chain(CopyError::CODES)
            .chain(FileError::CODES)
            .chain(ExchangeError::CODES)
        {
            assert!(codes.contains(code), "{code} has no row");
        }
        for row in ERRORS.iter() {
            assert!(
                !row.chinese.is_ascii() && !row.english.is_empty(),
                "{}",
                row.code
            );
        }
    }
}
