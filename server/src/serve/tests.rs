use std::sync::mpsc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_evidence::certificate::certificate_request;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::oneshot,
};

use super::*;
use crate::{
    example::{create, environment, open, technician, vault},
    organisation::devices,
};

fn options(data: &std::path::Path, environment: &Environment) -> ServeOptions {
    ServeOptions {
        data: data.to_owned(),
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: None,
        store: StoreOptions::default(),
        environment: environment.clone(),
    }
}

/// Reads until a text comes.
#[allow(clippy::unwrap_used)] // a connection to ourselves
async fn read_until(connection: &mut TcpStream, wanted: &str) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !text.contains(wanted) {
        let length = connection.read(&mut buffer).await.unwrap();
        assert_ne!(length, 0, "the connection ended after: {text}");
        text.push_str(&String::from_utf8_lossy(&buffer[..length]));
    }
    text
}

#[tokio::test]
async fn stopping_finishes_what_was_begun() {
    let folder = tempfile::tempdir().unwrap();
    let (_clock, environment) = environment();
    let organisation = create(folder.path(), &environment).await;
    organisation
        .add_person(technician("t-zhang"))
        .await
        .unwrap();
    let person = technician("t-zhang").person;
    let code = organisation.invite_device(person, None).await.unwrap().code;
    drop(organisation);

    let (stop, stopped) = oneshot::channel::<()>();
    let (ready, address) = mpsc::channel();
    let serving = tokio::spawn(serve_until(
        options(folder.path(), &environment),
        move |address| ready.send(address).unwrap(),
        async { drop(stopped.await) },
    ));
    let address = tokio::task::spawn_blocking(move || address.recv().unwrap())
        .await
        .unwrap();

    // A phone that enrols has sent half of its request when the server is told to stop.
    let request = certificate_request(&vault(7), "phone").unwrap();
    let body = json!({
        "code": code.as_text(),
        "request": BASE64_STANDARD.encode(request),
        "device_name": "phone",
    })
    .to_string();
    let head = format!(
        "POST /v1/enrol HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    let mut phone = TcpStream::connect(address).await.unwrap();
    phone.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body only when the handler is at work on it.
    read_until(&mut phone, "100 Continue").await;
    stop.send(()).unwrap();
    phone.write_all(body.as_bytes()).await.unwrap();
    let answer = read_until(&mut phone, "server_time").await;
    assert!(answer.contains("200 OK"), "{answer}");

    serving.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    let organisation = open(folder.path(), &environment).await;
    let known = organisation
        .store()
        .read(|c| Ok::<_, OrganisationError>(devices(c)?))
        .await;
    assert_eq!(known.unwrap().len(), 2);
}

#[tokio::test]
async fn two_servers_never_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (_clock, environment) = environment();
    drop(create(folder.path(), &environment).await);
    let (stop, stopped) = oneshot::channel::<()>();
    let (ready, is_ready) = oneshot::channel();
    let first = tokio::spawn(serve_until(
        options(folder.path(), &environment),
        move |address| ready.send(address).unwrap(),
        async { drop(stopped.await) },
    ));
    is_ready.await.unwrap();
    let second = serve_until(
        options(folder.path(), &environment),
        |_| (),
        std::future::ready(()),
    );
    assert!(matches!(
        second.await,
        Err(ServeError::Folder(DataFolderError::InUse))
    ));
    // An admin command may work beside the server.
    drop(open(folder.path(), &environment).await);
    drop(stop);
    first.await.unwrap().unwrap();
    // Told to stop at once: starts, finds nothing to do, and ends.
    let third = serve_until(
        options(folder.path(), &environment),
        |_| (),
        std::future::ready(()),
    );
    third.await.unwrap();
}

#[tokio::test]
async fn without_an_organisation_there_is_nothing_to_serve() {
    let folder = tempfile::tempdir().unwrap();
    let (_clock, environment) = environment();
    let nothing = serve_until(
        options(folder.path(), &environment),
        |_| (),
        std::future::pending(),
    );
    let refused = ServeError::Organisation(OrganisationError::NoOrganisation);
    assert_eq!(nothing.await.unwrap_err().to_string(), refused.to_string());
}
