use std::{fs, sync::Arc};

use doorstep_evidence::vault::DeviceVault as _;

use super::*;
use crate::{
    data_folder::DataFolder,
    environment::Environment,
    example::{Office, open, technician},
    log::{self, Head},
    organisation::{Organisation, OrganisationError, device, people},
};

async fn head(organisation: &Organisation) -> Head {
    #[allow(clippy::unwrap_used)] // an organisation that is open has a log
    organisation
        .store()
        .read(|c| Ok::<_, OrganisationError>(log::head(c)?))
        .await
        .unwrap()
        .unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    #[allow(clippy::unwrap_used)] // a folder that the test made
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_taken_under_load_is_whole_and_of_one_moment() {
    let office = Office::open().await;
    let target = tempfile::tempdir().unwrap();
    let organisation = Arc::new(office);
    let busy = organisation.clone();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let writing = tokio::spawn(async move {
        let mut begun = Some(begun);
        for nth in 0..200 {
            let new = technician(&format!("t-{nth}"));
            busy.state.organisation().add_person(new).await.unwrap();
            if let Some(begun) = begun.take() {
                begun.send(()).unwrap();
            }
        }
    });
    begins.await.unwrap();
    let data = organisation.folder.path().to_owned();
    let backups: Vec<_> = (0..3)
        .map(|nth| target.path().join(format!("backup-{nth}")))
        .collect();
    for to in backups.clone() {
        let data = data.clone();
        tokio::task::spawn_blocking(move || back_up(&data, &to))
            .await
            .unwrap()
            .unwrap();
    }
    writing.await.unwrap();
    for to in &backups {
        assert_eq!(files(to), ["doorstep.db", "keys", "organisation.pem"]);
        let copy = open(to, &organisation.environment).await;
        let seq = head(&copy).await.seq;
        let there = copy
            .store()
            .read(|c| Ok::<_, OrganisationError>(people(c)?))
            .await
            .unwrap();
        // Each person has one row in the log (the office has its certificate instead): none half there.
        assert_eq!(seq, i64::try_from(there.len()).unwrap());
    }
    assert_eq!(head(organisation.state.organisation()).await.seq, 202);
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one story, told in its order
async fn a_restored_server_is_as_it_was_and_says_that_it_was_restored() {
    let office = Office::open().await;
    let early = office.device(7).await;
    let open_code = office.invite().await.code;
    let place = tempfile::tempdir().unwrap();
    let backup = place.path().join("backup");
    back_up(office.folder.path(), &backup).unwrap();
    // What the restored server will not know.
    let late = office.device(8).await;
    assert_eq!(
        office
            .enrol(open_code.as_text(), &crate::example::vault(9))
            .await
            .code(),
        "200"
    );
    let before = head(office.state.organisation()).await;

    let new = place.path().join("new");
    restore(&backup, &new, &office.environment).unwrap();
    let restored = open(&new, &office.environment).await;
    let after = head(&restored).await;
    assert_ne!(after.epoch, before.epoch);
    assert_eq!((after.seq, before.seq), (3, 5));
    assert_eq!(
        restored.authority().fingerprint(),
        office.state.organisation().authority().fingerprint()
    );
    let knows = |vault: &doorstep_evidence::vault::SoftwareVault| {
        let id = vault.public_key().unwrap().device_id();
        restored
            .store()
            .read_blocking(|c| Ok::<_, OrganisationError>(device(c, id)?))
            .unwrap()
            .is_some()
    };
    assert!(knows(&early) && !knows(&late));
    // A code that was used after the backup is not good a second time.
    let state = crate::app::AppState::new(restored, crate::example::URL);
    let request =
        doorstep_evidence::certificate::certificate_request(&crate::example::vault(10), "x")
            .unwrap();
    let request = crate::example::enrolment(open_code.as_text(), &request);
    let answer = crate::example::ask(crate::app::router(state.clone()), request).await;
    assert_eq!(answer.code(), "code_unknown");
    // The device that it forgot comes back with the number that it had; new ones get others.
    let code = state
        .organisation()
        .invite_device(technician("t-zhang").person, None)
        .await
        .unwrap()
        .code;
    let request =
        doorstep_evidence::certificate::certificate_request(&crate::example::vault(11), "x")
            .unwrap();
    let answer = crate::example::ask(
        crate::app::router(state.clone()),
        crate::example::enrolment(code.as_text(), &request),
    )
    .await;
    assert_eq!(answer.body["device_number"], 102);
    let id = late.public_key().unwrap().device_id();
    let forgotten = office
        .state
        .store()
        .read_blocking(|c| Ok::<_, OrganisationError>(device(c, id)?))
        .unwrap()
        .unwrap();
    let trusted = state.organisation().authority().certificate().clone();
    let certificate =
        doorstep_evidence::certificate::DeviceCertificate::parse(&forgotten.certificate).unwrap();
    let introduced = state.writer().submit(move |transaction| {
        crate::organisation::introduce(
            transaction,
            &trusted,
            &certificate,
            Some(forgotten.number),
            0,
        )
    });
    assert_eq!(introduced.await.unwrap().number, forgotten.number);
}

#[tokio::test]
async fn what_lay_in_the_folder_is_set_aside_and_never_deleted() {
    let office = Office::open().await;
    let place = tempfile::tempdir().unwrap();
    let (backup, data) = (place.path().join("backup"), place.path().join("data"));
    back_up(office.folder.path(), &backup).unwrap();
    restore(&backup, &data, &office.environment).unwrap();
    fs::write(
        data.join("doorstep.db"),
        "damaged, and perhaps the only copy",
    )
    .unwrap();
    fs::write(data.join("doorstep.db-wal"), "its log").unwrap();

    restore(&backup, &data, &office.environment).unwrap();
    let aside = data.join(format!("set-aside-{}", office.environment.now_ms()));
    assert_eq!(
        files(&aside),
        ["doorstep.db", "doorstep.db-wal", "keys", "organisation.pem"]
    );
    assert_eq!(
        fs::read_to_string(aside.join("doorstep.db")).unwrap(),
        "damaged, and perhaps the only copy"
    );
    assert_eq!(head(&open(&data, &office.environment).await).await.seq, 2);
}

#[tokio::test]
async fn nothing_is_restored_under_a_server_or_an_admin_command() {
    let office = Office::open().await;
    let place = tempfile::tempdir().unwrap();
    let backup = place.path().join("backup");
    back_up(office.folder.path(), &backup).unwrap();
    let refused = restore(&backup, office.folder.path(), &office.environment);
    assert!(matches!(
        refused,
        Err(BackupError::Folder(DataFolderError::InUse))
    ));
    let Office {
        folder,
        state,
        environment,
        ..
    } = office;
    state.writer().close().await;
    drop(state);
    restore(&backup, folder.path(), &environment).unwrap();
}

#[tokio::test]
async fn a_damaged_or_incomplete_backup_changes_nothing() {
    let office = Office::open().await;
    let place = tempfile::tempdir().unwrap();
    let (backup, data) = (place.path().join("backup"), place.path().join("data"));
    back_up(office.folder.path(), &backup).unwrap();
    restore(&backup, &data, &office.environment).unwrap();
    let epoch = head(&open(&data, &office.environment).await).await.epoch;

    let database = backup.join("doorstep.db");
    // Reads well, and is not sound: a code for nobody.
    let edited = Connection::open(&database).unwrap();
    edited.pragma_update(None, "foreign_keys", false).unwrap();
    let code = "INSERT INTO enrolment_code (hash, person, expires_at_ms) VALUES (zeroblob(32), 'nobody', 0)";
    edited.execute(code, []).unwrap();
    edited.close().unwrap();
    let refused = restore(&backup, &data, &office.environment);
    assert!(matches!(refused, Err(BackupError::Damaged)));

    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x55);
    fs::write(&database, bytes).unwrap();
    assert!(restore(&backup, &data, &office.environment).is_err());
    fs::remove_file(backup.join(DataFolder::CA_KEY)).unwrap();
    let refused = restore(&backup, &data, &office.environment);
    assert!(matches!(
        refused,
        Err(BackupError::Missing(DataFolder::CA_KEY))
    ));
    assert_eq!(
        head(&open(&data, &office.environment).await).await.epoch,
        epoch
    );
}

#[tokio::test]
async fn a_backup_never_replaces_another() {
    let office = Office::open().await;
    let place = tempfile::tempdir().unwrap();
    let backup = place.path().join("backup");
    back_up(office.folder.path(), &backup).unwrap();
    let again = back_up(office.folder.path(), &backup);
    assert!(matches!(again, Err(BackupError::Exists(path)) if path == backup));
    // The rest of one that was cut off is left for somebody to look at.
    let other = place.path().join("other");
    fs::create_dir(place.path().join("other.unfinished")).unwrap();
    assert!(matches!(
        back_up(office.folder.path(), &other),
        Err(BackupError::Exists(_))
    ));
    let _: &Environment = &office.environment;
}
