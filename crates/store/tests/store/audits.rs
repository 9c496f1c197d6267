//! The audit log: a chain in which any change is found.

use store::audit::{Action, Verified};
use store::{Store, audit};

use crate::bench::NOON;
use testbed::on_every_database;

on_every_database! {
    actions_are_chained_also_when_many_write_at_once
}

async fn actions_are_chained_also_when_many_write_at_once(store: Store) {
    let writers = (0..4).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0..5 {
                let subject = format!("{writer}-{n}");
                let action = Action { user_id: "u", court_id: "11", action: "test", subject: &subject, detail: "{}" };
                audit::append(&store, &action, NOON).await.expect("the row is written");
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("a writer ends");
    }
    assert_eq!(audit::verify(&store).await.expect("verified"), Verified::Whole { rows: 20 });
    let rows = audit::after(&store, 0, 100).await.expect("rows");
    assert!(rows.windows(2).all(|pair| pair[1].previous == pair[0].hash));
}
