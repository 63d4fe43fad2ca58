//! Causes of failures in the reader's language. What is not known here is said as it is, in English.

use std::{error::Error, fmt, io};

use doorstep_core::{enrolment::EnrolError, records::UseCaseError, script::error_row};
use doorstep_domain::record::BadFieldValue;
use doorstep_evidence::certificate::CertificateError;
use doorstep_replica::EditError;
use doorstep_server::{
    backup::BackupError,
    catalogue::CatalogueError,
    csv_file::CsvError,
    data_folder::DataFolderError,
    intake::{FindError, IntakeError},
    organisation::OrganisationError,
    replication::OfficeError,
    serve::ServeError,
    stock::StockError,
    store::StoreError,
    writer::WriteError,
};

use super::{Language, Sentence, sentences};
use crate::device::{KeyFileError, OpenError};

sentences! {
    /// Why the program itself refuses what was given.
    Refusal {
        NoData {} "请用 --data DIR 指明数据文件夹" "say where the data is: --data DIR";
        NothingToServe {}
            "此文件夹中没有机构数据；可用 --create NAME 创建"
            "the folder holds no organisation; --create NAME makes one";
        NewerStatement {}
            "签字凭证由更新版本的程序写成，请升级本程序"
            "the statement was written by a newer version: update this program";
        OtherName { name: String }
            "此文件夹已有机构“{name}”，与所给名称不同"
            "the folder holds another organisation: {name}";
        NoSuchField { fields: String } "没有此字段。可用：{fields}" "there is no such field; there are: {fields}";
        BadValue { field: String, allowed: String } "“{field}”须为：{allowed}" "{field} takes {allowed}";
        WhichApproval { requests: String }
            "请用 --request 指明是哪一条请示：{requests}"
            "say with --request which question is meant: {requests}";
        NoSuchDevice {} "没有此设备" "no device has an id that begins so";
        SeveralDevices {} "有多台设备的标识以此开头" "several devices have ids that begin so";
        OneUrl {} "地址须以 http:// 或 https:// 开头" "a URL begins with http:// or https://";
        OtherRecord {} "所给导出文件是另一张维修单" "the exported record is another one than the statement is about";
        NotARecord {} "文件不是导出的维修单，或已损坏" "the file is not an exported record, or it is damaged";
        TooLarge {} "文件过大" "the file is too large";
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl Error for Refusal {}

/// What an error says, without what is below it.
pub(crate) fn in_language(error: &(dyn Error + 'static), language: Language) -> String {
    let chinese = match language {
        Language::English => None,
        Language::Chinese => chinese(error),
    };
    chinese.unwrap_or_else(|| error.to_string())
}

/// Whether an error says that what was given was refused, and nothing was changed.
pub(crate) fn is_refusal(error: &(dyn Error + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<OrganisationError>() {
        return matches!(
            error,
            OrganisationError::NoOrganisation
                | OrganisationError::Exists
                | OrganisationError::BadName(_)
                | OrganisationError::PersonExists
                | OrganisationError::NoPerson
                | OrganisationError::NoDevice
                | OrganisationError::OwnDevice
        );
    }
    if let Some(error) = error.downcast_ref::<CsvError>() {
        return !matches!(error, CsvError::File { .. });
    }
    if let Some(error) = error.downcast_ref::<OfficeError>() {
        return matches!(
            error,
            OfficeError::NoSuchRecord | OfficeError::NotTheOffices
        );
    }
    if let Some(error) = error.downcast_ref::<BackupError>() {
        return matches!(
            error,
            BackupError::Exists(_) | BackupError::Missing(_) | BackupError::Damaged
        );
    }
    let is_in_use = error
        .downcast_ref::<DataFolderError>()
        .is_some_and(|error| matches!(error, DataFolderError::InUse));
    let is_not_found = error
        .downcast_ref::<FindError>()
        .is_some_and(|error| matches!(error, FindError::None | FindError::Several));
    let is_refused_on_device = matches!(
        error.downcast_ref(),
        Some(
            doorstep_core::Error::Refused { .. }
                | doorstep_core::Error::NotFound(_)
                | doorstep_core::Error::Archived(_)
                | doorstep_core::Error::NotEnrolled
        )
    );
    is_in_use
        || is_not_found
        || is_refused_on_device
        || matches!(error.downcast_ref(), Some(doorstep_core::Error::InUse))
        || error.is::<EnrolError>()
        || error.is::<Refusal>()
        || error.is::<BadFieldValue>()
        || error.is::<CertificateError>()
        || matches!(
            error.downcast_ref(),
            Some(StockError::NoTechnician | StockError::NoSuchMovement)
        )
        || matches!(error.downcast_ref(), Some(EditError::Van(_)))
        || matches!(error.downcast_ref(), Some(IntakeError::NoTechnician))
        || matches!(error.downcast_ref(), Some(CatalogueError::TooLarge))
        || matches!(error.downcast_ref(), Some(EditError::GivenOnce(_)))
}

fn chinese(error: &(dyn Error + 'static)) -> Option<String> {
    let words = |words: &str| Some(words.to_owned());
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        return Some(refusal.chinese());
    }
    if let Some(value) = error.downcast_ref::<BadFieldValue>() {
        return Some(format!(
            "“{}”{}",
            value.field.rule().chinese,
            value.chinese()
        ));
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return of_system(error);
    }
    if let Some(error) = error.downcast_ref::<OrganisationError>() {
        return of_organisation(error);
    }
    if let Some(error) = error.downcast_ref::<CsvError>() {
        return Some(match error {
            CsvError::File { name, .. } => format!("读取 {name}"),
            CsvError::TooLarge { name } => format!("{name} 过大"),
            CsvError::Rows(faults) => format!("发现 {} 处错误，未导入任何内容", faults.count()),
        });
    }
    if let Some(error) = error.downcast_ref::<BackupError>() {
        return match error {
            BackupError::Exists(path) => Some(format!("{} 已存在", path.display())),
            BackupError::Missing(name) => Some(format!("缺少文件 {name}")),
            BackupError::Damaged => words("数据库副本已损坏，未放到任何位置"),
            BackupError::Folder(_) => words("数据文件夹无法使用"),
            BackupError::File(_) => words("文件无法就位"),
            BackupError::Store(_) => words("数据库无法打开"),
            BackupError::Statement(_) => words("数据库无法复制"),
            BackupError::Random(_) => words("无法取得随机数"),
        };
    }
    if let Some(error) = error.downcast_ref::<DataFolderError>() {
        return match error {
            DataFolderError::InUse => words("另一进程正在使用此数据文件夹"),
            DataFolderError::File { .. } => None,
        };
    }
    of_office(error)
        .or_else(|| of_server(error))
        .or_else(|| of_device(error))
        .map(str::to_owned)
}

/// What the system says, for what people can do something about.
fn of_system(error: &io::Error) -> Option<String> {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "文件或文件夹不存在",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::AlreadyExists => "已存在且内容不同",
        io::ErrorKind::AddrInUse => "该地址已被占用",
        io::ErrorKind::AddrNotAvailable => "该地址不属于本机",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::IsADirectory => "这是文件夹，不是文件",
        io::ErrorKind::NotADirectory => "这不是文件夹",
        _ => return None,
    };
    Some(format!("{words}（{error}）"))
}

fn of_organisation(error: &OrganisationError) -> Option<String> {
    let words = match error {
        OrganisationError::NoOrganisation => "此文件夹中没有机构数据",
        OrganisationError::Exists => "此文件夹中已有机构",
        OrganisationError::Missing(name) => return Some(format!("缺少文件 {name}")),
        OrganisationError::BadName(_) => "代码或名称不符合要求",
        OrganisationError::PersonExists => "已有此代码的人员",
        OrganisationError::NoPerson => "没有此人员，或已离职",
        OrganisationError::NoDevice => "没有此设备",
        OrganisationError::OwnDevice => "服务器自身的设备不能注销",
        OrganisationError::Folder(_) => "数据文件夹无法使用",
        OrganisationError::Store(_) => "数据库无法使用",
        OrganisationError::Statement(_) => "数据库拒绝了操作",
        OrganisationError::Write(_) => "未能写入",
        _ => return None,
    };
    Some(words.to_owned())
}

/// What the office does with records.
fn of_office(error: &(dyn Error + 'static)) -> Option<&'static str> {
    if let Some(error) = error.downcast_ref::<FindError>() {
        return match error {
            FindError::None => Some("没有此单号或标识的维修单"),
            FindError::Several => Some("有多张维修单用此单号，请用标识指明"),
            FindError::Statement(_) | FindError::Store(_) => Some("数据库无法使用"),
        };
    }
    if let Some(error) = error.downcast_ref::<OfficeError>() {
        return match error {
            OfficeError::NoSuchRecord => Some("没有此维修单"),
            OfficeError::NotTheOffices => Some("此内容不由办公室填写"),
            OfficeError::Edit(_) => Some("检查修改内容"),
            OfficeError::Refused(refusal) => Some(refusal.chinese()),
            OfficeError::Entry(bad) => Some(bad.chinese()),
            OfficeError::Random(_) => Some("系统未提供随机数"),
            OfficeError::Vault(_) => Some("办公室密钥无法使用"),
            OfficeError::Replication(_) => Some("写入维修单"),
        };
    }
    if let Some(error) = error.downcast_ref::<StockError>() {
        return match error {
            StockError::Person(_) => Some("不能为此人员登记"),
            StockError::NoTechnician => Some("此人员不是维修人员"),
            StockError::NoSuchMovement => Some("车账中没有这一条"),
            StockError::Catalogue(_) => Some("价目资料无法读取"),
            StockError::Office(_) | StockError::Statement(_) => Some("车账无法写入"),
        };
    }
    if let Some(error) = error.downcast_ref::<IntakeError>() {
        return match error {
            IntakeError::File(_) => Some("文件不能导入"),
            IntakeError::Office(_) => Some("维修单无法写入"),
            IntakeError::Person(_) => Some("不能派给此人员"),
            IntakeError::NoTechnician => Some("此人员不是维修人员"),
            _ => None,
        };
    }
    if let Some(error) = error.downcast_ref::<EditError>() {
        return match error {
            EditError::Field(_) => Some("检查字段"),
            EditError::GivenOnce(_) => Some("此字段只能填写一次，已有值"),
            _ => None,
        };
    }
    match error.downcast_ref::<CatalogueError>()? {
        CatalogueError::Files(_) => Some("文件不能导入"),
        CatalogueError::Reworded { .. } => Some("确认语有改动，但版本号未变，请先增加版本号"),
        CatalogueError::TooLarge => Some("价目资料过大，设备无法接收"),
        _ => None,
    }
}

/// A technician's device: the words that its scripts answer with.
fn of_device(error: &(dyn Error + 'static)) -> Option<&'static str> {
    let code = if let Some(doorstep_core::Error::Refused { .. }) = error.downcast_ref() {
        // Which rule is the next cause.
        return Some("规则不允许");
    } else if let Some(error) = error.downcast_ref::<doorstep_core::Error>() {
        error.code()
    } else if let Some(error) = error.downcast_ref::<UseCaseError>() {
        error.code()
    } else {
        if let Some(error) = error.downcast_ref::<OpenError>() {
            return Some(match error {
                OpenError::Key(_) => "打开设备密钥",
                OpenError::Device(_) => "打开设备",
            });
        }
        if let Some(KeyFileError::NoDevice(_)) = error.downcast_ref() {
            return Some("此文件夹中没有设备，请先登记");
        }
        return error
            .downcast_ref::<EnrolError>()
            .and_then(|error| match error {
                EnrolError::Invitation => Some("这不是邀请"),
                EnrolError::OtherOrganisation => Some("答复的机构与邀请的机构不同"),
                EnrolError::AlreadyEnrolled => Some("本设备已属于另一机构"),
                _ => None,
            });
    };
    error_row(code).map(|row| row.chinese)
}

/// The server and its database.
fn of_server(error: &(dyn Error + 'static)) -> Option<&'static str> {
    if let Some(error) = error.downcast_ref::<ServeError>() {
        return match error {
            ServeError::Folder(_) => Some("数据文件夹无法占用"),
            ServeError::Organisation(_) => Some("机构数据无法打开"),
            ServeError::Listen(_) => Some("服务器无法监听"),
        };
    }
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return match error {
            StoreError::NotOurs => Some("此文件不是 Doorstep 服务器的数据库"),
            StoreError::Newer { .. } => Some("数据库由更新版本的程序写成，请升级本程序"),
            StoreError::Open(_) => Some("数据库无法打开"),
            _ => None,
        };
    }
    if let Some(error) = error.downcast_ref::<CertificateError>() {
        return match error {
            CertificateError::Malformed(_) => Some("证书格式不对"),
            CertificateError::Usage => Some("证书用途不符"),
            _ => None,
        };
    }
    match error.downcast_ref::<WriteError>()? {
        WriteError::NotCommitted(_) => Some("事务未能提交"),
        _ => None,
    }
}
