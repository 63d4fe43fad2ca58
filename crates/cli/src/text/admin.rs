//! What `doorstep admin` says.

use doorstep_words::terminal::admin as words;

use super::sentences;

sentences! {
    /// What `doorstep admin` says when it is done.
    AdminText {
        OrganisationCreated { name: String, folder: String }
            words::admin_text::OrganisationCreated;
        Fingerprint { fingerprint: String }
            words::admin_text::Fingerprint;
        PersonAdded { person: String, name: String } words::admin_text::PersonAdded;
        StationAdded { station: String, name: String } words::admin_text::StationAdded;
        PersonDismissed { person: String }
            words::admin_text::PersonDismissed;
        Invitation { person: String } words::admin_text::Invitation;
        InvitationLink {} words::admin_text::INVITATION_LINK;
        InvitationCode { code: String } words::admin_text::InvitationCode;
        InvitationEnds { time: String } words::admin_text::InvitationEnds;
        TooLongForQr {} words::admin_text::TOO_LONG_FOR_QR;
        DeviceRevoked { device: String }
            words::admin_text::DeviceRevoked;
        CataloguePublished { version: i64 }
            words::admin_text::CataloguePublished;
        CatalogueUnchanged { version: i64 }
            words::admin_text::CatalogueUnchanged;
        CatalogueCounts { kinds: usize, models: usize, parts: usize, faults: usize, labour: usize, terms: usize, tests: usize }
            words::admin_text::CatalogueCounts;
        TextCounts { sentences: usize, documents: usize }
            words::admin_text::TextCounts;
        BatchesTaken { new: usize, changed: usize, unchanged: usize, alerts: usize }
            words::admin_text::BatchesTaken;
        BatchesPreviewed { new: usize, changed: usize, unchanged: usize }
            words::admin_text::BatchesPreviewed;
        IntakesTaken { new: usize, known: usize }
            words::admin_text::IntakesTaken;
        Assigned { number: String, person: String } words::admin_text::Assigned;
        Edited { number: String, field: String, value: String }
            words::admin_text::Edited;
        Cleared { number: String, field: String } words::admin_text::Cleared;
        Granted { number: String } words::admin_text::Granted;
        NotGranted { number: String } words::admin_text::NotGranted;
        BackedUp { folder: String }
            words::admin_text::BackedUp;
        Restored { folder: String }
            words::admin_text::Restored;
        LoginLink {} words::admin_text::LOGIN_LINK;
        ClosedKept { days: u32 }
            words::admin_text::ClosedKept;
        RecordExported { number: String, file: String } words::admin_text::RecordExported;
        EvidenceExported { count: usize, folder: String }
            words::admin_text::EvidenceExported;
        SampleWritten { folder: String }
            words::admin_text::SampleWritten;
        RecordsSoFar { records: usize } words::admin_text::RecordsSoFar;
        HistorySeeded { records: usize, technicians: usize, statements: usize }
            words::admin_text::HistorySeeded;
        NoRecords {} words::admin_text::NO_RECORDS;
        PiecesMoved { person: String, entry: String }
            words::admin_text::PiecesMoved;
        NoVans {} words::admin_text::NO_VANS;
        EverythingFits {} words::admin_text::EVERYTHING_FITS;
        EmptyQuarantine {} words::admin_text::EMPTY_QUARANTINE;
        RecordCount { count: usize } words::admin_text::RecordCount;
        QuarantineCount { count: usize } words::admin_text::QuarantineCount;
        MoreFaults { count: usize } words::admin_text::MoreFaults;
    }
}

sentences! {
    /// The heads of columns, and words in tables.
    Word {
        Code {} words::word::CODE;
        Name {} words::word::NAME;
        Role {} words::word::ROLE;
        State {} words::word::STATE;
        Active {} words::word::ACTIVE;
        HasLeft {} words::word::HAS_LEFT;
        Device {} words::word::DEVICE;
        DeviceName {} words::word::DEVICE_NAME;
        Person {} words::word::PERSON;
        LastSeen {} words::word::LAST_SEEN;
        InUse {} words::word::IN_USE;
        Revoked {} words::word::REVOKED;
        Never {} words::word::NEVER;
        Number {} words::word::NUMBER;
        Customer {} words::word::CUSTOMER;
        Unit {} words::word::UNIT;
        Technician {} words::word::TECHNICIAN;
        Appointment {} words::word::APPOINTMENT;
        Reference {} words::word::REFERENCE;
        Already {} words::word::ALREADY;
        New {} words::word::NEW;
        Reason {} words::word::REASON;
        Bytes {} words::word::BYTES;
        Received {} words::word::RECEIVED;
        Part {} words::word::PART;
        Opening {} words::word::OPENING;
        Issued {} words::word::ISSUED;
        TakenOver {} words::word::TAKEN_OVER;
        Explained {} words::word::EXPLAINED;
        Fitted {} words::word::FITTED;
        Returned {} words::word::RETURNED;
        HandedOver {} words::word::HANDED_OVER;
        OnVan {} words::word::ON_VAN;
    }
}
