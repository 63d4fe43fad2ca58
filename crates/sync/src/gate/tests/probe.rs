use super::{chunk::*, world::*, world::parse, super::{Outcome}};
use automerge::transaction::Transactable as _;
use std::time::Instant;
use doorstep_domain::record::*;
use doorstep_replica::*;
fn rss() -> String {
    let s = std::fs::read_to_string("/proc/self/status").unwrap();
    s.lines().filter(|l| l.starts_with("VmHWM")||l.starts_with("VmRSS")).collect::<Vec<_>>().join(" ")
}
fn go(name:&str, server:&Server, push:&crate::message::DocumentPush) {
    let _ = std::fs::write("/proc/self/clear_refs","5");
    let bytes: usize = push.changes.iter().map(|c|c.len()).sum();
    let at = Instant::now();
    let out = server.judge(push);
    let o = match out { Ok(Outcome::Admitted(a)) => format!("admitted {} saved {}", a.admitted.len(), a.saved.len()), Ok(o)=>format!("{o:?}"), Err(e)=>e.code().to_string() };
    println!("{name}: bytes {bytes} changes {} -> {o} in {:?}; {}", push.changes.len(), at.elapsed(), rss());
}
#[test]
fn probe() {
    let (server, record) = server();
    // a: 250k typed characters, five changes by raw automerge
    for n in [1usize,4] {
    let mut r = record.clone();
    let mut made=vec![];
    for i in 0..n {
        let ch = forge(&r, &phone(), |t| { let w = container(t,&["texts","work"]); t.splice_text(&w, 0, 0, &"长".repeat(49_000)).unwrap(); });
        // raw apply
        let mut d = automerge::Automerge::load(&r.document().save().unwrap()).unwrap();
        d.apply_changes([automerge::Change::from_bytes(ch.bytes().to_vec()).unwrap()]).unwrap();
        r = RecordDocument::load(record_id(), Some(&d.save()), &[]).unwrap();
        made.push(ch); let _=i;
    }
    go(&format!("typed {n}x49k"), &server, &push_of(&made,&[&phone()]));
    }
    // overwrites chain in one change
    let ch = forge(&record,&phone(), |t| { let f=container(t,&["fields"]); for i in 0..49_000 { t.put(&f,"language", if i%2==0 {"en"} else {"zh-CN"}).unwrap(); }});
    go("49k overwrites", &server, &push_of(&[ch],&[&phone()]));
    // nulls with no preds
    let mut c = Chunk::of(forge(&record,&phone(),|t| {let f=container(t,&["fields"]); t.put(&f,"language","en").unwrap();}).bytes());
    let times=49_000;
    c.columns = vec![(1, run(times, &[1])),(2, run(times, &[2])),(column::KEY_TEXT, run(times, b"\x08language")),(column::INSERT, unsigned_bytes(49_000)),(column::ACTION, run(times, &[1])),(column::VALUE_KIND, run(times, &[0])),(column::PREDECESSOR_COUNT, run(times, &[0]))];
    go("49k nulls", &server, &push_of(&[parse(&c.bytes())],&[&phone()]));
    let mut v=vec![]; let mut cc=c.clone();
    for _ in 0..5 { let p=parse(&cc.bytes()); cc.seq+=1; cc.start_op+=49_000; cc.deps=vec![p.hash().0]; v.push(p);}    
    go("5x49k nulls", &server, &push_of(&v,&[&phone()]));
    // 5 concurrent by 5 actors
    let v: Vec<_> = (0..5u8).map(|i| { let mut cc=c.clone(); cc.actor = phone().restarted([i;8]).actor.0.to_vec(); cc.other_actors=vec![vec![0;24]]; parse(&cc.bytes())}).collect();
    go("5 concurrent 49k nulls", &server, &push_of(&v,&[&phone()]));
    // inserts all at head
    let mut e = Chunk::of(forge(&record,&phone(),|t| {let w=container(t,&["texts","work"]); t.splice_text(&w,0,0,"aa").unwrap();}).bytes());
    println!("{:?}", e.columns);
    // delete same char 49k
    let d = Chunk::of(forge(&record,&phone(),|t| {let w=container(t,&["texts","symptom"]); t.splice_text(&w,0,2,"").unwrap();}).bytes());
    println!("del {:?}", d.columns);
    let mut dd=d.clone();
    for (s,data) in dd.columns.iter_mut() { match *s { 1=>*data=run(times,&[1]), 2=>*data=run(times,&data[1..].to_vec()), _=>{} } }
    e.columns = vec![(1, run(times,&[1])),(2, run(times,&[0x09])),(19, run(times,&[0])),(column::INSERT, [unsigned_bytes(0),unsigned_bytes(49_000)].concat()),(column::ACTION, run(times,&[1])),(column::VALUE_KIND, run(times,&[0x16])),(column::VALUE, vec![b'a';49_000]),(column::PREDECESSOR_COUNT, run(times,&[0]))];
    go("49k at head", &server, &push_of(&[parse(&e.bytes())],&[&phone()]));
    // 5000 small honest changes
    let mut r = record.clone();
    for i in 0..5000 { r.edit(phone().actor, 5, &[words(Field::UnitSerial,&format!("SN-{i}"))]).unwrap(); }
    let p = push(&r,&record.heads(),&[&phone()]);
    go("5000 small", &server, &p);
    let mut s2=server.clone(); s2.take(&p).unwrap();
    // 1000 honest typing
    let mut r2 = r.clone();
    for i in 0..1000 { r2.edit(phone().actor, 5, &[Edit::Text(TextName::Work, TextEdit::Append(format!("第{i}行")))]).unwrap(); }
    go("1000 typed on 5000", &s2, &push(&r2,&r.heads(),&[&phone()]));
    // each of 900 actors concurrent on old head, typing
    let v: Vec<_> = (0..900u64).map(|i| { let d=phone().restarted(i.to_be_bytes()); let mut x=record.clone(); x.edit(d.actor,5,&[Edit::Text(TextName::Symptom, TextEdit::Append("x".into()))]).unwrap().unwrap().change }).collect();
    go("900 actors concurrent on old", &s2, &push_of(&v,&[&phone()]));
    // small honest on small
    let mut r = record.clone();
    for i in 0..60 { r.edit(phone().actor, 5, &[words(Field::UnitSerial,&format!("SN-{i}"))]).unwrap(); }
    go("60 small", &server, &push(&r,&record.heads(),&[&phone()]));
}
