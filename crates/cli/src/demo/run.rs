//! The order of the day.

use std::{
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
    time::Instant,
};

use fastrand::Rng;
use serde_json::{Value, json};
use tokio::process::Command;

use super::{
    DemoArguments, DemoError,
    cut::Network,
    day::{Course, lines},
    device_process::DeviceProcess,
    jobs::{Job, Shelf},
    proof::Proof,
    report::{DeviceRow, Report, Teller},
    stage::{Stage, fresh_folder},
};
use crate::text::Language;

/// How often all devices meet the server at most until nothing moves any more.
const ROUNDS_MAX: usize = 6;

/// One device with its name, its jobs, and what its contacts cost.
struct Worker {
    name: String,
    process: DeviceProcess,
    row: DeviceRow,
}

pub(super) async fn run(
    arguments: &DemoArguments,
    language: Language,
) -> Result<ExitCode, DemoError> {
    let teller = Teller::new(language, arguments.json);
    let begun = Instant::now();
    let program = std::env::current_exe().map_err(DemoError::Folder)?;
    let stage = Stage {
        folder: fresh_folder(arguments.data.as_deref())?,
        program,
    };
    let technicians: Vec<String> = (1..=arguments.technicians)
        .map(|number| format!("t-{number:02}"))
        .collect();

    teller.founding(&stage.folder);
    stage.found(&technicians).await?;
    let network = Network::listen().await.map_err(DemoError::Network)?;
    let (mut server, address) = stage.serve(&network.url()).await?;
    network.lead_to(address);
    let jobs = stage.hand_out(&technicians).await?;
    let mut workers = enrol(&stage, &technicians).await?;
    teller.enrolled(workers.len(), jobs.len());
    meet(&mut workers).await?;

    network.cut();
    teller.cut();
    let mut random = Rng::with_seed(arguments.seed);
    let killed = work_offline(&stage, &mut workers, &jobs, &mut random).await?;
    teller.worked(
        &killed,
        workers.iter().map(|worker| worker.process.edits).sum(),
    );

    network.mend();
    teller.mended();
    meet(&mut workers).await?;
    let (edits, rows) = close(workers).await?;
    stage.leave_evidence().await?;
    for job in &jobs {
        export(&stage, job).await?;
    }

    teller.proving();
    let proof = prove(&stage).await?;
    let login = stage.admin(&["login-link"]).await?;
    let office_url = login["url"]
        .as_str()
        .unwrap_or_default()
        .replace(&network.url(), &format!("http://{address}"));
    let report = Report {
        technicians: technicians.len(),
        rows,
        edits,
        proof,
        wall_ms: begun.elapsed().as_millis(),
        office_url,
        record: jobs
            .first()
            .map(|job| job.number.clone())
            .unwrap_or_default(),
        folder: stage.folder.clone(),
    };
    report.print(&teller);
    if !arguments.once {
        teller.waiting();
        // Without a terminal that can send it, the demo stays up until it is killed; that is what was asked for.
        drop(tokio::signal::ctrl_c().await);
    }
    drop(server.start_kill());
    drop(server.wait().await);
    Ok(if report.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn enrol(stage: &Stage, technicians: &[String]) -> Result<Vec<Worker>, DemoError> {
    let mut workers = Vec::new();
    for (place, person) in technicians.iter().enumerate() {
        // The first technician has a phone and a tablet.
        let kinds: &[&str] = if place == 0 {
            &["phone", "tablet"]
        } else {
            &["phone"]
        };
        for kind in kinds {
            let name = format!("{person}-{kind}");
            stage.enrol(person, &name).await?;
            let process = DeviceProcess::start(&stage.program, &stage.device(&name))?;
            workers.push(Worker {
                row: DeviceRow::new(&name, person),
                name,
                process,
            });
        }
    }
    Ok(workers)
}

/// All devices meet the server, again and again until a whole round brings nothing new to anybody.
async fn meet(workers: &mut [Worker]) -> Result<(), DemoError> {
    for _ in 0..ROUNDS_MAX {
        let mut moved = false;
        for worker in workers.iter_mut() {
            let begun = Instant::now();
            let answer = worker.process.ask(&json!({"do": "sync"})).await?;
            let report = &answer["ok"];
            if !report.is_object() {
                return Err(DemoError::Refused(answer["error"].to_string()));
            }
            worker.row.add(report, begun.elapsed());
            let count = |name: &str| report[name].as_u64().unwrap_or_default();
            moved |= ["pushed", "entered", "left"]
                .into_iter()
                .any(|name| count(name) > 0);
        }
        if !moved {
            break;
        }
    }
    Ok(())
}

/// Everybody works his jobs; the office changes two appointments; the tablet writes on the phone's records; the
/// last device is killed in the middle. Gives the name of the device that was killed.
async fn work_offline(
    stage: &Stage,
    workers: &mut [Worker],
    jobs: &[Job],
    random: &mut Rng,
) -> Result<String, DemoError> {
    let shelf = Shelf::of_sample()?;
    let copies = stage.folder.join("copies");
    std::fs::create_dir_all(&copies).map_err(DemoError::Folder)?;
    let office = appointments(stage, jobs);
    let phones: Vec<usize> = (0..workers.len()).filter(|place| *place != 1).collect();
    let killed_place = phones.last().copied().unwrap_or_default();
    let mut tablet = None;
    let mut days = Vec::new();
    for (place, worker) in workers.iter_mut().enumerate() {
        if place == 1 {
            tablet = Some(worker);
            continue;
        }
        let technician = if place == 0 { 0 } else { place - 1 };
        let own: Vec<(usize, &Job)> = jobs
            .iter()
            .enumerate()
            .skip(technician * 4)
            .take(4)
            .collect();
        let mut day = Vec::new();
        for (number, job) in own {
            day.push((job, lines(job, Course::of(number), &shelf, random)));
        }
        let is_killed = place == killed_place;
        let copies = &copies;
        days.push(async move { work(worker, &day, is_killed, copies).await });
    }
    let beside = beside_the_phone(tablet, jobs);
    let (worked, beside, office) =
        tokio::join!(futures_util::future::try_join_all(days), beside, office);
    worked?;
    beside?;
    office?;
    Ok(workers
        .get(killed_place)
        .map(|worker| worker.name.clone())
        .unwrap_or_default())
}

/// A technician's day. The one that is killed loses its process in the middle of its second job, while it writes.
async fn work(
    worker: &mut Worker,
    day: &[(&Job, Vec<Value>)],
    is_killed: bool,
    copies: &Path,
) -> Result<(), DemoError> {
    for (place, (job, lines)) in day.iter().enumerate() {
        for (step, line) in lines.iter().enumerate() {
            if is_killed && place == 1 && step == 4 {
                worker.process.kill_in_the_middle_of(line).await?;
                worker.row.killed = true;
                // What was not answered may or may not be there: the device itself says.
                let shown = worker
                    .process
                    .ask(&json!({"do": "history", "record": job.number}))
                    .await?;
                let finding = line["finding"].as_str().unwrap_or_default();
                if shown.to_string().contains(finding) {
                    continue;
                }
            }
            confirmed(worker, line).await?;
        }
        let signed = |line: &Value| matches!(line["do"].as_str(), Some("sign.off" | "sign.refuse"));
        if lines.iter().any(signed) {
            // The customer takes his copy home, coverage or not.
            let out = copies.join(format!("{}.pdf", job.number));
            confirmed(
                worker,
                &json!({"do": "copy.make", "record": job.number, "out": out}),
            )
            .await?;
        }
    }
    Ok(())
}

/// A line that must be confirmed. What is owed is asked of the device before it is collected.
async fn confirmed(worker: &mut Worker, line: &Value) -> Result<(), DemoError> {
    let mut line = line.clone();
    if line["pay_what_is_owed"].as_bool() == Some(true) {
        let shown = worker
            .process
            .ask(&json!({"do": "show", "record": line["record"]}))
            .await?;
        let owed = super::report::owed_minor(&shown["ok"]);
        if owed == 0 {
            return Ok(());
        }
        line = json!({"do": "payment.take", "record": line["record"], "method": "wechat", "amount_minor": owed,
                      "receipt": format!("R-{}", line["record"].as_str().unwrap_or_default())});
    }
    let answer = worker.process.ask(&line).await?;
    if answer["ok"].is_object() {
        Ok(())
    } else {
        Err(DemoError::Refused(format!("{} → {answer}", line["do"])))
    }
}

/// The tablet of the first technician, which lies beside him, writes on the records that his phone works on.
async fn beside_the_phone(tablet: Option<&mut Worker>, jobs: &[Job]) -> Result<(), DemoError> {
    let Some(tablet) = tablet else { return Ok(()) };
    for (place, job) in jobs.iter().take(4).enumerate() {
        let note = json!({"do": "record.text", "record": job.number, "text": "symptom", "append": "（平板）现场已拍照"});
        confirmed(tablet, &note).await?;
        if place < 2 {
            // The customer at the door asks for another time than the office just agreed on by telephone.
            let window = "2026-11-23T15:00:00+08:00/2026-11-23T17:00:00+08:00";
            let field = json!({"do": "record.field", "record": job.number, "field": "appointment", "value": window});
            confirmed(tablet, &field).await?;
        }
    }
    Ok(())
}

/// Meanwhile the office moves two appointments.
async fn appointments(stage: &Stage, jobs: &[Job]) -> Result<(), DemoError> {
    for job in jobs.iter().take(2) {
        let window = ["2026-11-24T09:00:00+08:00", "2026-11-24T11:00:00+08:00"];
        stage
            .admin(&["appoint", &job.number, window[0], window[1]])
            .await?;
    }
    Ok(())
}

async fn close(workers: Vec<Worker>) -> Result<(u64, Vec<DeviceRow>), DemoError> {
    let mut rows = Vec::new();
    let mut edits = 0;
    for mut worker in workers {
        worker.row.edits = worker.process.edits;
        worker.row.statements = worker.process.statements;
        edits += worker.process.edits;
        worker.process.stop().await?;
        rows.push(worker.row);
    }
    Ok((edits, rows))
}

/// Each record as an automerge file with its values beside it, for other programs to open.
async fn export(stage: &Stage, job: &Job) -> Result<(), DemoError> {
    let folder = stage.folder.join("records");
    std::fs::create_dir_all(&folder).map_err(DemoError::Folder)?;
    let file = |ending: &str| -> PathBuf { folder.join(format!("{}.{ending}", job.number)) };
    let (automerge, json) = (file("automerge"), file("json"));
    let (automerge, json) = (automerge.to_string_lossy(), json.to_string_lossy());
    stage
        .admin(&[
            "record",
            "export",
            &job.number,
            "--automerge",
            &automerge,
            "--values",
            &json,
        ])
        .await?;
    Ok(())
}

async fn prove(stage: &Stage) -> Result<Proof, DemoError> {
    let output = Command::new(&stage.program)
        .arg("prove")
        .arg("--data")
        .arg(&stage.folder)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .await
        .map_err(DemoError::Proof)?;
    serde_json::from_slice(&output.stdout).map_err(|_| DemoError::Answer)
}
