//! What was being done when something failed: the first words of an error.

use doorstep_words::terminal::failure as words;

use super::sentences;

sentences! {
    /// What was being done.
    Doing {
        StartRuntime {} words::doing::START_RUNTIME;
        Demo {} words::doing::DEMO;
        Bench {} words::doing::BENCH;
        Prove {} words::doing::PROVE;
        CreateOrganisation {} words::doing::CREATE_ORGANISATION;
        OpenOrganisation {} words::doing::OPEN_ORGANISATION;
        Serve {} words::doing::SERVE;
        ReadPeople {} words::doing::READ_PEOPLE;
        AddPerson {} words::doing::ADD_PERSON;
        AddStation {} words::doing::ADD_STATION;
        ReadStations {} words::doing::READ_STATIONS;
        DismissPerson {} words::doing::DISMISS_PERSON;
        InviteDevice {} words::doing::INVITE_DEVICE;
        ReadDevices {} words::doing::READ_DEVICES;
        RevokeDevice {} words::doing::REVOKE_DEVICE;
        ImportCatalogue {} words::doing::IMPORT_CATALOGUE;
        ImportBatches {} words::doing::IMPORT_BATCHES;
        ImportIntakes {} words::doing::IMPORT_INTAKES;
        FindRecord {} words::doing::FIND_RECORD;
        ReadRecords {} words::doing::READ_RECORDS;
        AssignRecord {} words::doing::ASSIGN_RECORD;
        EditRecord {} words::doing::EDIT_RECORD;
        DecideApproval {} words::doing::DECIDE_APPROVAL;
        ExportRecord {} words::doing::EXPORT_RECORD;
        ExportEvidence {} words::doing::EXPORT_EVIDENCE;
        MovePieces {} words::doing::MOVE_PIECES;
        ReadVans {} words::doing::READ_VANS;
        ReadQuarantine {} words::doing::READ_QUARANTINE;
        BackUp {} words::doing::BACK_UP;
        Restore {} words::doing::RESTORE;
        KeepClosed {} words::doing::KEEP_CLOSED;
        MakeLoginLink {} words::doing::MAKE_LOGIN_LINK;
        WriteSample {} words::doing::WRITE_SAMPLE;
        SeedHistory {} words::doing::SEED_HISTORY;
        ReadTrust {} words::doing::READ_TRUST;
        ReadRecordFile {} words::doing::READ_RECORD_FILE;
        ReadStatement { file: String } words::doing::ReadStatement;
        OpenDevice {} words::doing::OPEN_DEVICE;
        EnrolDevice {} words::doing::ENROL_DEVICE;
        RunScript {} words::doing::RUN_SCRIPT;
        SyncDevice {} words::doing::SYNC_DEVICE;
        VerifyStatements {} words::doing::VERIFY_STATEMENTS;
        MakeCopy {} words::doing::MAKE_COPY;
        BlackBox {} words::doing::BLACK_BOX;
        RepairReadModel {} words::doing::REPAIR_READ_MODEL;
        Print {} words::doing::PRINT;
    }
}
