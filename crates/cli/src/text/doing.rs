//! What was being done when something failed: the first words of an error.

use super::sentences;

sentences! {
    /// What was being done.
    Doing {
        StartRuntime {} "启动" "starting";
        Demo {} "演示" "running the demo";
        Bench {} "测量" "measuring";
        Prove {} "核验演示" "proving the demo";
        CreateOrganisation {} "创建机构" "creating the organisation";
        OpenOrganisation {} "打开机构数据" "opening the organisation's data";
        Serve {} "运行服务器" "serving";
        ReadPeople {} "读取人员" "reading the people";
        AddPerson {} "添加人员" "adding the person";
        DismissPerson {} "办理人员离职" "letting the person go";
        InviteDevice {} "邀请设备" "inviting a device";
        ReadDevices {} "读取设备" "reading the devices";
        RevokeDevice {} "注销设备" "revoking the device";
        ImportCatalogue {} "导入价目资料" "importing the catalogue";
        ImportIntakes {} "导入报修单" "importing the calls";
        FindRecord {} "查找维修单" "looking up the record";
        ReadRecords {} "读取维修单" "reading the records";
        AssignRecord {} "派工" "handing out the record";
        EditRecord {} "修改维修单" "editing the record";
        DecideApproval {} "批复请示" "deciding the approval";
        ExportRecord {} "导出维修单" "exporting the record";
        ExportEvidence {} "导出签字凭证" "exporting the statements";
        MovePieces {} "登记配件出入" "moving pieces of a van";
        ReadVans {} "读取车载库存" "reading the stock of the vans";
        ReadQuarantine {} "读取隔离区" "reading the quarantine";
        BackUp {} "备份" "backing up";
        Restore {} "恢复备份" "restoring the backup";
        KeepClosed {} "设置保留天数" "setting how long closed records stay";
        MakeLoginLink {} "生成登录链接" "making a login link";
        WriteSample {} "写出样例数据" "writing the sample data";
        ReadTrust {} "读取受信任的机构证书" "reading the organisation to trust";
        ReadRecordFile {} "读取导出的维修单" "reading the exported record";
        ReadStatement { file: String } "读取 {file}" "reading {file}";
        OpenDevice {} "打开设备数据" "opening the device";
        EnrolDevice {} "登记设备" "enrolling the device";
        RunScript {} "执行脚本" "running the script";
        SyncDevice {} "与办公室同步" "contacting the office";
        VerifyStatements {} "核验签字凭证" "verifying the statements";
        MakeCopy {} "制作用户联" "making the customer's copy";
        BlackBox {} "导出全部数据" "writing the black box";
        RepairReadModel {} "重建列表" "making the lists anew";
        Print {} "输出" "printing";
    }
}
