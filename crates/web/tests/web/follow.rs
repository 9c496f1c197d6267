//! The stream of events: delivered as they happen, resumed where it broke off, ended when the service stops.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Method;
use futures_util::StreamExt;
use web::Role;

use crate::bench::{Bench, COURT, Client, OTHER};
use testbed::on_every_database;

on_every_database! {
    events_of_the_scope_arrive_and_resume
    streams_end_when_the_service_stops
}

const PATIENCE: Duration = Duration::from_secs(10);

async fn follow(client: &Client) -> BodyDataStream {
    let response = client.request(Method::GET, "/events", "", Body::empty()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body().into_data_stream()
}

/// The stream until it holds some words.
async fn until(stream: &mut BodyDataStream, words: &str) -> String {
    let mut text = String::new();
    let read = async {
        while !text.contains(words) {
            let piece = stream.next().await.expect("the stream goes on").expect("a piece");
            text.push_str(&String::from_utf8_lossy(&piece));
        }
    };
    tokio::time::timeout(PATIENCE, read).await.unwrap_or_else(|_| panic!("{words} does not come"));
    text
}

async fn events_of_the_scope_arrive_and_resume(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let other = bench.person(Role::DataManager, OTHER).await;
    let mut stream = follow(&manager).await;
    bench.file(&other, "别院").await;
    let first = bench.file(&manager, "一").await;
    let text = until(&mut stream, &first).await;
    assert!(text.contains("event: case.filed") && text.matches("data: ").count() == 1, "{text}");
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id").to_string();
    drop(stream);
    let second = bench.file(&manager, "二").await;
    let mut resumed = follow(&manager.with("last-event-id", &id)).await;
    let text = until(&mut resumed, &second).await;
    assert!(!text.contains(&first), "what was seen does not come again: {text}");
    bench.stranger().get("/events").await.error(401);
}

async fn streams_end_when_the_service_stops(bench: Bench) {
    let manager = bench.person(Role::DataManager, COURT).await;
    let mut stream = follow(&manager).await;
    bench.stop.send(true).expect("the service listens");
    let ended = tokio::time::timeout(PATIENCE, async { while stream.next().await.is_some() {} }).await;
    assert!(ended.is_ok(), "the stream goes on");
}
