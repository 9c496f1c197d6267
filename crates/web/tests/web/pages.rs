//! Pages of documents and their pictures: who sees them, what they say where there is nothing to see, and that a picture
//! that a browser has is not drawn again.

use axum::http::header;
use store::user::{self, ChosenBy};
use web::Role;

use crate::bench::{Answer, Bench, COURT, Client, OTHER};
use testbed::on_every_database;

on_every_database! {
    a_picture_is_kept_and_asked_for_again
    pages_are_seen_within_the_scope
    a_document_that_waits_says_so
}

const PDF: &[u8] = include_bytes!("../../../../samples/features/columns.pdf");

/// Somebody of a court who has chosen a password, as pages want it.
async fn person(bench: &Bench, court_id: &str) -> Client {
    let person = bench.person(Role::DataManager, court_id).await;
    user::set_password(&bench.store, &person.user_id, "none", ChosenBy::Owner).await.expect("chosen");
    person
}

/// A document that nobody has read yet; its id.
async fn uploaded(bench: &Bench, client: &Client) -> String {
    let case_id = bench.file(client, "一").await;
    let uploaded = client.upload(&case_id, &[("a.pdf", PDF)]).await.json(200);
    let id = uploaded["files"][0]["document_id"].as_str();
    id.unwrap_or_else(|| panic!("{uploaded}")).to_string()
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.bytes).into_owned()
}

async fn a_picture_is_kept_and_asked_for_again(bench: Bench) {
    let (own, other) = (person(&bench, COURT).await, person(&bench, OTHER).await);
    let address = format!("/documents/{}/pages/1/image?width=200", uploaded(&bench, &own).await);
    let drawn = own.get(&address).await;
    assert_eq!((drawn.status.as_u16(), &drawn.bytes[..4]), (200, b"\x89PNG".as_slice()));
    let tag = drawn.headers[header::ETAG].to_str().expect("ASCII").to_string();
    assert_eq!(drawn.headers[header::CACHE_CONTROL], "private, no-cache");
    for known in [tag.clone(), format!("\"else\", W/{tag}")] {
        let again = own.with("if-none-match", &known).get(&address).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{known}");
        assert_eq!(again.headers[header::ETAG], tag);
    }
    let wider = own.with("if-none-match", &tag).get(&address.replace("200", "300")).await;
    assert_eq!(wider.status, 200, "another width is another picture");
    assert_ne!(wider.headers[header::ETAG], tag);
    assert_eq!(other.with("if-none-match", &tag).get(&address).await.error(404), "not_found");
    assert_eq!(own.get(&address.replace("pages/1", "pages/9")).await.error(404), "page_missing");
}

async fn pages_are_seen_within_the_scope(bench: Bench) {
    let (own, other) = (person(&bench, COURT).await, person(&bench, OTHER).await);
    let id = uploaded(&bench, &own).await;
    for path in ["", "/pages/1", "/find?q=a", "/strip"] {
        let address = format!("!/documents/{id}{path}");
        assert_eq!(own.get(&address).await.status, 200, "{path}");
        let refused = other.get(&address).await;
        assert_eq!(refused.status, 404, "{path}");
        assert!(text(&refused).contains("没有找到该文书。"), "{path}");
        let stranger = bench.stranger().get(&address).await;
        assert_eq!(stranger.status, 303, "{path}");
        assert!(stranger.headers[header::LOCATION].to_str().expect("ASCII").starts_with("/sign-in?next="), "{path}");
    }
    let chosen = own.get(&format!("!/documents/{id}?document=another")).await;
    assert_eq!(
        (chosen.status.as_u16(), &chosen.headers[header::LOCATION]),
        (303, &"/documents/another".parse().expect("a header"))
    );
    let elsewhere = own.get(&format!("!/documents/{id}?document=%2F%2Fevil.example")).await;
    assert_eq!(elsewhere.status, 404);
}

async fn a_document_that_waits_says_so(bench: Bench) {
    let own = person(&bench, COURT).await;
    let id = uploaded(&bench, &own).await;
    let page = text(&own.get(&format!("!/documents/{id}?page=3&start=1&end=5&q=a")).await);
    for words in ["该文书正在排队读取", "该文书尚无文字，不能查找。", "下载原文件", "待读取"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
}
