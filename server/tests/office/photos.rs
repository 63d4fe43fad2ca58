//! Photos on the record's page: by stage, as a preview with a link to the whole, or "on the device of …".

use axum::http::{StatusCode, header};
use doorstep_domain::record::{FileAdded, FileStage, MediaType, Picture, What};
use doorstep_evidence::digest::Digest;

use crate::shop::Shop;

fn jpeg(words: &str) -> Vec<u8> {
    [b"\xff\xd8\xff\xe0".as_slice(), words.as_bytes()].concat()
}

fn photo(stage: FileStage, content: &[u8], preview: &[u8]) -> What {
    What::FileAdded(FileAdded {
        stage,
        digest: Digest::of(content).to_string(),
        media_type: MediaType::Jpeg,
        bytes: content.len() as i64,
        picture: Some(Picture {
            width: 1600,
            height: 1200,
            preview: Digest::of(preview).to_string(),
            preview_bytes: preview.len() as i64,
        }),
        caption: "<b>风门</b>".into(),
    })
}

fn arrives(shop: &Shop, content: &[u8]) {
    let (bytes, digest) = (content.len() as u64, Digest::of(content));
    let taken = shop
        .state
        .shelf()
        .take(digest, bytes, MediaType::Jpeg, 0, content);
    assert_eq!(taken.unwrap(), (bytes, true));
}

#[tokio::test]
async fn a_photo_is_seen_by_its_stage_as_far_as_it_has_arrived() {
    let shop = Shop::open().await;
    let record = shop.intake("A-1", &[]).await;
    let other = shop.intake("A-2", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    let page = || async { shop.get("/records/A-1").await };
    assert!(page().await.words().contains("还没有照片"));
    let (fault, small) = (jpeg("the fault"), jpeg("small"));
    phone.happens(record, photo(FileStage::Fault, &fault, &small));
    phone.hand_over(&shop).await;

    let words = page().await.words();
    assert!(words.contains("照片与文件 照片 故障"), "{words}");
    assert!(
        words.contains("原件还在设备上： 张伟 · 张工的手机"),
        "{words}"
    );
    assert!(words.contains("<b>风门</b>"), "{words}");
    assert!(!page().await.html().contains("<img"), "nothing has arrived");
    let english = shop.get_in_english("/records/A-1").await.words();
    assert!(
        english.contains("the original is still on the device of"),
        "{english}"
    );

    arrives(&shop, &small);
    let address =
        |record, content: &[u8]| format!("/records/{record}/files/{}.jpg", Digest::of(content));
    let html = page().await.html();
    assert!(
        html.contains(&format!("<img src=\"{}\"", address(record, &small))),
        "{html}"
    );
    assert!(html.contains("原件还在设备上"), "the preview first");
    let whole = address(record, &fault);
    assert_eq!(shop.get(&whole).await.status, StatusCode::NOT_FOUND);

    arrives(&shop, &fault);
    let html = page().await.html();
    assert!(html.contains(&format!("<a href=\"{whole}\"")), "{html}");
    assert!(!html.contains("原件还在设备上"));
    let given = shop.get(&whole).await;
    assert_eq!((given.status, &given.bytes), (StatusCode::OK, &fault));
    assert_eq!(given.headers[header::CONTENT_TYPE], "image/jpeg");
    assert_eq!(given.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    // Another record does not give it out, and nobody gets it without a login.
    assert_eq!(
        shop.get(&address(other, &fault)).await.status,
        StatusCode::NOT_FOUND
    );
    let stranger = shop.ask(&whole, &[]).await;
    assert_ne!(stranger.status, StatusCode::OK);
}

#[tokio::test]
async fn quality_sees_the_fault_but_not_the_customers_invoice() {
    let mut shop = Shop::open().await;
    let record = shop.intake("A-1", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    let [fault, invoice, small] = ["the fault", "the invoice", "small"].map(jpeg);
    phone.happens(record, photo(FileStage::Fault, &fault, &small));
    phone.happens(record, photo(FileStage::Invoice, &invoice, &small));
    phone.hand_over(&shop).await;
    for content in [&fault, &invoice, &small] {
        arrives(&shop, content);
    }
    let address = |content: &[u8]| format!("/records/{record}/files/{}.jpg", Digest::of(content));
    assert_eq!(shop.get(&address(&invoice)).await.status, StatusCode::OK);
    shop.sign_in_as("q-lin", "quality").await;
    assert_eq!(shop.get(&address(&fault)).await.status, StatusCode::OK);
    let hidden = shop.get(&address(&invoice)).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let page = shop.get("/records/A-1").await.html();
    assert!(page.contains(&address(&fault)) && !page.contains(&address(&invoice)));
}

#[tokio::test]
async fn what_calls_itself_a_photo_and_is_a_page_never_arrives() {
    let shop = Shop::open().await;
    let page = b"<script>alert(1)</script>";
    let digest = Digest::of(page);
    let taken = shop
        .state
        .shelf()
        .take(digest, page.len() as u64, MediaType::Jpeg, 0, page);
    assert!(taken.is_err());
    assert!(!shop.state.shelf().has(digest));
}
