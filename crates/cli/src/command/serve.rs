//! `casecheck serve`: the whole service in one process.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use store::Millis;
use tokio::net::TcpListener;

use crate::configuration::{self, Configuration, ServiceOptions};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::samples;
use crate::service::{self, store_failure};

/// Run the service: API, pages, queue and workers in one process.
///
/// Without options everything is embedded: a SQLite database, a folder for contents and the job table as the queue, all
/// in ./casecheck-data. The first start creates an administrator and shows the password once.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck serve
  casecheck serve --samples                                    with the sample cases to look at
  casecheck serve --data /srv/casecheck --listen 0.0.0.0:8750
  casecheck serve --database postgres://casecheck@db/casecheck --queue amqp://casecheck@mq/casecheck --threads 4
  casecheck serve --config /etc/casecheck.toml --no-worker     workers run elsewhere: casecheck worker")]
pub struct Serve {
    #[command(flatten)]
    service: ServiceOptions,
    /// Do no jobs in this process.
    #[arg(long)]
    no_worker: bool,
    /// Begin with the built-in sample cases, so that there is something to look at.
    #[arg(long)]
    samples: bool,
}

/// Runs the command.
pub fn run(command: &Serve) -> Result<Outcome, Failure> {
    let configuration = configuration::load(&command.service)?;
    service::log(&configuration)?;
    service::runtime()?.block_on(serve(&configuration, command))?;
    Ok(Outcome::default())
}

async fn serve(configuration: &Configuration, command: &Serve) -> Result<(), Failure> {
    let works = !command.no_worker;
    let metrics = service::metrics()?;
    let stop = service::stop_on_signal();
    let opened = service::open(configuration).await?;
    let listener = listen(configuration.listen).await?;
    let (worker, queue, parser) = service::worker(configuration, &opened, works).await?;
    show_first_administrator(&opened.store).await?;
    if command.samples {
        let cases = samples::file_all(&opened.store, opened.catalog).await?;
        eprintln!("{cases} sample cases are filed");
    }
    let address = listener.local_addr().map_err(|error| cannot_listen(configuration.listen, &error))?;
    let (render, wake, ready) = (metrics.clone(), queue.clone(), queue.clone());
    let settings = web::Settings {
        session_hours: configuration.session_hours,
        correction_days: configuration.correction_days,
        secure_cookie: configuration.secure_cookie,
        ..web::Settings::default()
    };
    let web = web::Service {
        store: opened.store.clone(),
        catalog: opened.catalog,
        parser,
        settings,
        metrics: Arc::new(move || render.render()),
        wake: Arc::new(move || wake.wake()),
        queue_ready: Arc::new(move || {
            let queue = ready.clone();
            Box::pin(async move { queue.ping().await })
        }),
        stop: stop.clone(),
    };
    let upkeep = tokio::spawn(service::keep_metrics(metrics, stop.clone()));
    let working = match works {
        true => tokio::spawn(worker::run(worker, stop.clone())),
        // Uploads still become hints for the workers elsewhere.
        false => {
            let (queue, stop) = (queue.clone(), stop.clone());
            tokio::spawn(async move { queue.relay(stop).await })
        }
    };
    eprintln!("casecheck {} listens on http://{address}", service::VERSION);
    let served = web::serve(listener, Arc::new(web), stop).await;
    // Jobs end within the grace; what fails here has been logged.
    let _ = tokio::join!(working, upkeep);
    opened.store.close().await;
    served.map_err(|error| cannot_listen(address, &error))
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Failure {
    let hint = "another program may use the port; set the key listen to a free one";
    Failure::new("listen", format!("cannot listen on {address}: {error}"), hint)
}

async fn show_first_administrator(store: &store::Store) -> Result<(), Failure> {
    let created = web::accounts::create_first_administrator(store, Millis::now()).await;
    if let Some(password) = created.map_err(|error| store_failure(&error))? {
        eprintln!("first administrator: admin\nfirst password:      {password}");
        eprintln!("It is shown only now. Sign in with a browser and change it, or run `casecheck user password`.");
    }
    Ok(())
}
