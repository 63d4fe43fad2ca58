//! What `doorstep admin` says.

use super::sentences;

sentences! {
    /// What `doorstep admin` says when it is done.
    AdminText {
        OrganisationCreated { name: String, folder: String }
            "已创建机构“{name}”，数据在 {folder}。"
            "Created the organisation {name} in {folder}.";
        Fingerprint { fingerprint: String }
            "机构证书指纹（SHA-256）：{fingerprint}"
            "Fingerprint of its certificate (SHA-256): {fingerprint}";
        PersonAdded { person: String, name: String } "已添加 {name}（{person}）。" "Added {name} ({person}).";
        PersonDismissed { person: String }
            "{person} 已离职，其设备全部注销。"
            "{person} has left; all devices of {person} are revoked.";
        Invitation { person: String } "在 {person} 的设备上扫描此码：" "Scan this with the device of {person}:";
        InvitationLink {} "或打开链接：" "Or open the link:";
        InvitationCode { code: String } "或输入邀请码：{code}" "Or type the code: {code}";
        InvitationEnds { time: String } "只能使用一次，{time} 前有效。" "Good for one device, until {time}.";
        TooLongForQr {} "链接过长，无法显示二维码。" "The link is too long for a QR code.";
        DeviceRevoked { device: String }
            "设备 {device} 已注销。它仍可上传，但内容进入隔离区。"
            "Revoked the device {device}. What it still brings goes to quarantine.";
        CataloguePublished { version: i64 }
            "价目资料第 {version} 版已发布，各设备下次联系时取得。"
            "Version {version} of the catalogue is out; devices get it with their next contact.";
        CatalogueUnchanged { version: i64 }
            "与第 {version} 版相同，未发布新版。"
            "It says the same as version {version}; nothing was given out.";
        CatalogueCounts { kinds: usize, models: usize, parts: usize, faults: usize, labour: usize, terms: usize, tests: usize }
            "{kinds} 类产品，{models} 个型号，{parts} 种备件，{faults} 个故障代码，{labour} 项工时费，{terms} 项部件保修期，{tests} 项试机项目"
            "{kinds} kinds, {models} models, {parts} parts, {faults} faults, {labour} labour prices, {terms} component terms, {tests} test items";
        TextCounts { sentences: usize, documents: usize }
            "{sentences} 条确认语，{documents} 份技术手册与疑难案例"
            "{sentences} consent sentences, {documents} manuals and hard cases";
        IntakesTaken { new: usize, known: usize }
            "新建维修单 {new} 张，{known} 张此前已导入。"
            "Opened {new} records; {known} were imported before.";
        Assigned { number: String, person: String } "{number} 已派给 {person}。" "Handed {number} to {person}.";
        Edited { number: String, field: String, value: String }
            "{number}：{field}改为 {value}"
            "{number}: {field} is now {value}";
        Cleared { number: String, field: String } "{number}：{field}已清空" "{number}: {field} is now empty";
        Granted { number: String } "{number}：已同意。" "{number}: granted.";
        NotGranted { number: String } "{number}：不同意。" "{number}: not granted.";
        BackedUp { folder: String }
            "已备份到 {folder}。内含私钥，请与服务器同样妥善保管。"
            "Backed up to {folder}. It holds private keys: keep it as safe as the server.";
        Restored { folder: String }
            "已恢复到 {folder}。原有数据另存于其中的 set-aside-… 文件夹；各设备会补交备份之后的内容。"
            "Restored into {folder}. What was there is in its folder set-aside-…; devices bring again what came after the backup.";
        LoginLink {} "一小时内有效，只能使用一次：" "Good once, within an hour:";
        ClosedKept { days: u32 }
            "已关闭满 {days} 天的维修单，设备下次联系后只留列表行，需要时可取回。"
            "Devices keep closed records whole for {days} days; after that their row, and fetch the rest on demand.";
        RecordExported { number: String, file: String } "{number} 已导出到 {file}。" "Exported {number} to {file}.";
        EvidenceExported { count: usize, folder: String }
            "已导出 {count} 份签字凭证到 {folder}。"
            "Exported {count} statements to {folder}.";
        SampleWritten { folder: String }
            "样例数据已写到 {folder}。全部为虚构。"
            "The sample data is in {folder}. All of it is invented.";
        NoRecords {} "没有维修单。" "There are no records.";
        PiecesMoved { person: String, entry: String }
            "{person} 的车账已登记：{entry}"
            "Written into the van of {person}: {entry}";
        NoVans {} "没有车载库存。" "There is no stock on any van.";
        EverythingFits {} "账实相符，没有差异。" "Every piece fits.";
        EmptyQuarantine {} "隔离区为空。" "The quarantine is empty.";
        RecordCount { count: usize } "共 {count} 张" "{count} in all";
        QuarantineCount { count: usize } "共 {count} 项" "{count} in all";
        MoreFaults { count: usize } "……另有 {count} 处" "… and {count} more";
    }
}

sentences! {
    /// The heads of columns, and words in tables.
    Word {
        Code {} "代码" "code";
        Name {} "姓名" "name";
        Role {} "角色" "role";
        State {} "状态" "state";
        Active {} "在职" "active";
        HasLeft {} "已离职" "has left";
        Device {} "设备" "device";
        DeviceName {} "名称" "name";
        Person {} "人员" "person";
        LastSeen {} "最近联系" "last seen";
        InUse {} "在用" "in use";
        Revoked {} "已注销" "revoked";
        Never {} "从未" "never";
        Number {} "维修单号" "number";
        Customer {} "用户" "customer";
        Unit {} "型号" "unit";
        Technician {} "维修人员" "technician";
        Appointment {} "预约" "appointment";
        Reference {} "来电编号" "reference";
        Already {} "此前已导入" "imported before";
        New {} "新建" "new";
        Reason {} "原因" "why";
        Bytes {} "字节" "bytes";
        Received {} "收到时间" "received";
        Part {} "配件" "part";
        Opening {} "期初" "opening";
        Issued {} "领用" "issued";
        TakenOver {} "调入" "taken over";
        Explained {} "盘点说明" "explained";
        Fitted {} "装用" "fitted";
        Returned {} "退回" "returned";
        HandedOver {} "调出" "handed over";
        OnVan {} "车上" "on the van";
    }
}
