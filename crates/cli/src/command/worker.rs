//! `casecheck worker`: jobs alone.

use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;

use crate::configuration::{self, Configuration, ServiceOptions};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::service;

/// Do the jobs of a service that runs elsewhere, on any number of machines.
///
/// Stops after the jobs under way when told to (SIGTERM, Ctrl-C); what does not end within grace_seconds is given back.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck worker --database postgres://casecheck@db/casecheck --queue amqp://casecheck@mq/casecheck
  casecheck worker --config /etc/casecheck.toml --threads 8
  casecheck worker --config /etc/casecheck.toml --listen 0.0.0.0:8751    also /health, /ready and /metrics")]
pub struct WorkerCommand {
    #[command(flatten)]
    service: ServiceOptions,
}

/// Runs the command.
pub fn run(command: &WorkerCommand) -> Result<Outcome, Failure> {
    let configuration = configuration::load(&command.service)?;
    service::log(&configuration)?;
    // A worker listens only where somebody asks it to: the file of the service may name the service's own address.
    service::runtime()?.block_on(work(&configuration, command.service.listens()))?;
    Ok(Outcome::default())
}

async fn work(configuration: &Configuration, listens: bool) -> Result<(), Failure> {
    let metrics = service::metrics()?;
    let stop = service::stop_on_signal();
    let opened = service::open(configuration).await?;
    let (worker, queue, _) = service::worker(configuration, &opened, false).await?;
    let upkeep = tokio::spawn(service::keep_metrics(metrics.clone(), stop.clone()));
    let serving = match listens {
        true => {
            let address = configuration.listen;
            let listener = TcpListener::bind(address).await.map_err(|error| {
                let hint = "another program may use the port; choose a free one with --listen";
                Failure::new("listen", format!("cannot listen on {address}: {error}"), hint)
            })?;
            let health = web::Health {
                store: opened.store.clone(),
                metrics: Arc::new(move || metrics.render()),
                queue_ready: Arc::new(move || {
                    let queue = queue.clone();
                    Box::pin(async move { queue.ping().await })
                }),
            };
            Some(tokio::spawn(web::serve_health(listener, health, stop.clone())))
        }
        false => None,
    };
    worker::run(worker, stop).await;
    upkeep.abort();
    if let Some(serving) = serving {
        // It ends with the same signal; nothing depends on how.
        let _ = serving.await;
    }
    opened.store.close().await;
    Ok(())
}
