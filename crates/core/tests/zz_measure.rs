mod support;
use doorstep_core::*;
use doorstep_core::replication::Contact;
use doorstep_domain::record::*;
use doorstep_replica::*;
use doorstep_sync::{codec, message::*};
use std::time::Instant;
use support::*;
fn rss_kb() -> u64 { let s = std::fs::read_to_string("/proc/self/status").unwrap(); s.lines().find(|l| l.starts_with("VmHWM")).unwrap().split_whitespace().nth(1).unwrap().parse().unwrap() }

#[test]
#[ignore]
fn durable_edit() {
    let mut office = Office::new();
    let phone = office.phone(1);
    let record = new_record(&phone.device, "王秀英");
    for s in 0..28 { phone.device.change(record, |_, scope| Ok::<_, Error>(vec![note(scope, &s.to_string()), typed("拆下面板")])).unwrap(); }
    // bare
    let dir = tempfile::tempdir().unwrap();
    let bare = rusqlite::Connection::open(dir.path().join("b.db")).unwrap();
    for (n, v) in [("synchronous", 2), ("fullfsync",1),("checkpoint_fullfsync",1),("foreign_keys",1),("trusted_schema",0),("cell_size_check",1),("mmap_size",0),("secure_delete",1),("temp_store",2)] {
        bare.pragma_update(None, "journal_mode", "wal").unwrap();
        bare.pragma_update(None, n, v).unwrap();
    }
    bare.execute_batch(include_str!("../sql/0001_init.sql")).unwrap();
    // copy the rows of the device
    {
        let src = rusqlite::Connection::open(phone.folder.database()).unwrap();
        for t in ["document","change","record_row"] {
            let mut st = src.prepare(&format!("SELECT * FROM {t}")).unwrap();
            let n = st.column_count();
            let mut rows = st.query([]).unwrap();
            while let Some(r) = rows.next().unwrap() {
                let vals: Vec<rusqlite::types::Value> = (0..n).map(|i| r.get(i).unwrap()).collect();
                bare.execute(&format!("INSERT INTO {t} VALUES ({})", vec!["?"; n].join(",")), rusqlite::params_from_iter(vals)).unwrap();
            }
        }
        bare.execute("INSERT INTO record_search(rowid,text) VALUES (1, '261122-77-1\n王秀英\n13800138000\n朝阳路12号3单元501\nrefrigerator\n冷藏室不制冷\n')", []).unwrap();
    }
    let doc: Vec<u8> = record.as_bytes().to_vec();
    let kind = std::env::var("KIND").unwrap_or("text".into());
    let (mut a, mut b) = (vec![], vec![]);
    let n = 1000;
    for i in 0..n as u64 {
        let t = Instant::now();
        match kind.as_str() {
            "text" => { phone.device.change(record, |_, _| Ok::<_, Error>(vec![Edit::Field(Field::Request, FieldValue::Words(if i%2==0 {"repair"} else {"maintenance"}.into()))])).unwrap(); }
            _ => { set(&phone.device, record, Field::UnitModel, &format!("BCD-{i}")).unwrap(); }
        }
        a.push(t.elapsed());
        let mut bytes = vec![0u8; 200]; bytes[0..8].copy_from_slice(&i.to_be_bytes());
        let hash = <sha2::Sha256 as sha2::Digest>::digest(&bytes).to_vec();
        let t = Instant::now();
        bare.execute_batch("BEGIN IMMEDIATE").unwrap();
        bare.prepare_cached("INSERT INTO change (document, hash, actor, actor_seq, time_s, state, deps, bytes) VALUES (?1,?2,?3,?4,?5,'pending',?6,?7)").unwrap().execute(rusqlite::params![doc, hash, vec![1u8;24], i as i64 + 100, 1_795_309_200i64, vec![2u8;32], bytes]).unwrap();
        bare.prepare_cached("UPDATE record_row SET number='1', status='received', next_step='assign', done=0, due_ms=1, customer_name='王秀英', customer_phone='13800138000', customer_address='朝阳路12号3单元501', unit_kind='refrigerator', unit_model=?2, unit_serial='', assignee='', appointment='', priority_hours=NULL, missing_required=5, findings=0, conflicts=0, unsent=1, needs_attention=0, updated_s=?3 WHERE document=?1").unwrap().execute(rusqlite::params![doc, format!("BCD-{i}"), i as i64]).unwrap();
        if kind != "text" {
            bare.prepare_cached("UPDATE record_search SET text=?1 WHERE rowid=1").unwrap().execute([format!("261122-77-1\n王秀英\n13800138000\n朝阳路12号3单元501\nrefrigerator\nBCD-{i}\n冷藏室不制冷\n")]).unwrap();
        }
        bare.execute_batch("COMMIT").unwrap();
        b.push(t.elapsed());
    }
    a.sort(); b.sort();
    println!("{kind}: ours {:?} bare {:?} ratio {:.2}  p99 {:?} {:?}", a[n/2], b[n/2], a[n/2].as_secs_f64()/b[n/2].as_secs_f64(), a[n*99/100], b[n*99/100]);
    drop(phone);
}

#[test]
#[ignore]
fn first_sync() {
    let n: u32 = std::env::var("N").map(|s| s.parse().unwrap()).unwrap_or(1000);
    let mut office = Office::new();
    let phone = office.phone(1);
    // one template with 40 edits by two actors; many ids
    let mut pages: Vec<Vec<u8>> = vec![];
    let mut page = vec![]; let mut size = 0; let mut total=0;
    let t = Instant::now();
    for i in 0..n {
        let id = RecordDocument::create(doorstep_domain::ids::RecordId(uuid::Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000u128 + ((i as u128) << 80)))).unwrap();
        let mut d = id;
        let a = Actor::new(office.id(), (i as u64).to_be_bytes());
        let b = Actor::new(phone.id, (i as u64).to_be_bytes());
        let mut e = intake(&format!("王秀英{i}")); e.push(words(Field::Number, &format!("D-{i}"))); e.push(words(Field::Assignee, PERSON));
        d.edit(a, 1_795_000_000, &e).unwrap();
        for s in 0..38u32 {
            let edit = match s % 4 { 0 => typed(&format!("第{s}步 清洗冷凝器，检查压缩机")), 1 => words(Field::UnitModel, &format!("BCD-{s}-{i}")), 2 => words(Field::CustomerAddress, &format!("朝阳路{i}号{s}单元")), _ => {
                Edit::Entry(entry_id(s as u8), Entry{ at: chrono::DateTime::parse_from_rfc3339("2026-11-22T09:00:00+08:00").unwrap(), by: doorstep_domain::ids::PersonId(PERSON.into()), what: What::Call{outcome: CallOutcome::Confirmed, note: format!("note {s} {i}")}}) } };
            d.edit(if s < 5 {a} else {b}, 1_795_000_000 + s as i64, &[edit]).unwrap();
        }
        let snap = d.document().save().unwrap(); total += snap.len();
        size += snap.len();
        page.push(PageItem::Enter{ document: *d.id().as_bytes(), snapshot: snap, proofs: vec![vec![1u8;64].into(), vec![2u8;64].into()]});
        if size > 512*1024 { pages.push(codec::encode(&Answer{ protocol:1, server_time_ms: 1, acks: vec![], statement_acks: vec![], page: std::mem::take(&mut page), next: Next::More(Continuation{head: doorstep_sync::cursor::Cursor::start([1;16]), after: i as u64}), repair: None}).unwrap()); size=0; }
    }
    pages.push(codec::encode(&Answer{ protocol:1, server_time_ms: 1, acks: vec![], statement_acks: vec![], page, next: Next::Cursor(doorstep_sync::cursor::Cursor::start([1;16])), repair: None}).unwrap());
    println!("made {n} in {:?}, snapshots {total}, pages {} rss before {} MB", t.elapsed(), pages.len(), rss_kb()/1024);
    let t = Instant::now();
    let mut contact = Contact::new(&phone.device);
    for p in &pages { contact.request().unwrap().unwrap(); contact.receive(p).unwrap(); }
    assert!(contact.request().unwrap().is_none());
    println!("first sync {:?}; rss {} MB; db {} MB, {:?}", t.elapsed(), rss_kb()/1024, std::fs::metadata(phone.folder.database()).unwrap().len()>>20, contact.report());
    drop(contact);
    let l = ListQuery{limit: 50, ..ListQuery::default()};
    let t = Instant::now(); for _ in 0..100 { phone.device.list(&l).unwrap(); } println!("list {:?}", t.elapsed()/100);
    let t = Instant::now(); for _ in 0..100 { phone.device.search("秀英77", 50).unwrap(); } println!("search {:?}", t.elapsed()/100);
    let t = Instant::now(); for _ in 0..20 { phone.device.search("英7", 50).unwrap(); } println!("search short {:?}", t.elapsed()/20);
    let rows = phone.device.list(&ListQuery{limit: 1000, offset: 100, ..ListQuery::default()}).unwrap().rows;
    let t = Instant::now(); for r in rows.iter().take(200) { phone.device.record(r.record).unwrap(); } println!("cold open {:?}", t.elapsed()/200);
    let snaps: Vec<Vec<u8>> = rows.iter().take(200).map(|r| phone.device.document(r.record).unwrap().document().save().unwrap()).collect();
    let t = Instant::now(); for s in &snaps { std::hint::black_box(doorstep_replica::safe::Document::load(s, &[]).unwrap()); } println!("Automerge::load {:?}", t.elapsed()/200);
    let t = Instant::now(); phone.device.rebuild_read_model().unwrap(); println!("rebuild {:?}", t.elapsed());
    let clockk = phone.clock.clone(); let f = phone.folder.clone(); let v = phone.vault.clone();
    drop(phone);
    let t = Instant::now(); let p = Phone::open_again(f.clone(), clockk.clone(), v.clone(), 5).unwrap(); println!("open {:?}", t.elapsed());
    drop(p);
    std::fs::write(f.path().join("device.lock"), "open\n").unwrap();
    let t = Instant::now(); let _p = Phone::open_again(f, clockk, v, 5).unwrap(); println!("open unclean {:?}", t.elapsed());
}
