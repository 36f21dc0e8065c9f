//! What the program does, from its arguments to its end.

mod arguments;
mod output;

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use intune_hardware_configurations_emulator::{
    Clock, Emulator, EmulatorBuilder, Fault, SetupError, StartError, Tenant,
};
use serde::de::DeserializeOwned;

pub(crate) use arguments::Arguments;

/// An error as a person reads it.
type Failure = Box<dyn Error>;

pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> Result<(), Failure> {
    let emulator = set_up(&arguments)?.start().await.map_err(|error| {
        let file = |what, file: &Option<PathBuf>, error: &SetupError| match file {
            Some(file) => unusable(what, file, error),
            None => error.to_string().into(),
        };
        match &error {
            StartError::Tenant(error) => file("scenario", &arguments.scenario, error),
            StartError::Fault(error) => file("faults", &arguments.faults, error),
            StartError::Bind { source, .. } if !error.to_string().contains("in use") => {
                format!("{error}: {source}").into()
            }
            _ => Failure::from(error.to_string()),
        }
    })?;
    let authority = save_authority(&emulator, arguments.ca_file.as_deref())?;
    let ready = match arguments.json {
        true => output::ready_json(&emulator, authority.as_deref()),
        false => output::ready_text(&emulator, authority.as_deref()),
    };
    let stop = Stop::listen()?;
    writeln!(std::io::stdout(), "{ready}")?;
    stop.wait().await;
    if !arguments.json {
        writeln!(std::io::stdout(), "stopped")?;
    }
    // The file of an authority that is gone would only mislead.
    if let (Some(file), None) = (authority, arguments.ca_file) {
        let _ = fs::remove_file(file);
    }
    Ok(())
}

fn set_up(arguments: &Arguments) -> Result<EmulatorBuilder, Failure> {
    let mut tenant = match &arguments.scenario {
        Some(file) => read::<Tenant>("scenario", file)?,
        None => Tenant::sample(),
    };
    tenant.seed = arguments.seed.unwrap_or(tenant.seed);
    tenant.devices = arguments.devices.unwrap_or(tenant.devices);
    tenant.users = arguments.users.unwrap_or(match arguments.devices {
        // A person has two or three devices, unless it was said otherwise.
        Some(devices) => (devices / 5 * 2).max(u32::from(devices > 0)),
        None => tenant.users,
    });
    let mut builder = Emulator::builder()
        .tenant(tenant)
        .address((arguments.host, arguments.port).into())
        .page_size(arguments.page_size);
    if let Some(factor) = arguments.speed {
        builder = builder.clock(Clock::Accelerated { factor });
    }
    for name in &arguments.allow_host {
        builder = builder.allow_host(name);
    }
    for leniency in &arguments.lenient {
        builder = builder.lenient(*leniency);
    }
    for quirk in &arguments.quirk {
        builder = builder.quirk(*quirk);
    }
    if arguments.throttle {
        builder = builder.throttle(intune_hardware_configurations_emulator::Throttle::default());
    }
    for fault in arguments
        .faults
        .as_deref()
        .map(|file| read::<Vec<Fault>>("faults", file))
        .transpose()?
        .into_iter()
        .flatten()
    {
        builder = builder.fault(fault);
    }
    if arguments.tls {
        builder = builder.tls();
    }
    if !arguments.quiet {
        builder = builder.log(output::log);
    }
    Ok(builder)
}

/// Reads a JSON file, or says what is wrong with it and where.
fn read<T: DeserializeOwned>(what: &str, file: &Path) -> Result<T, Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| format!("cannot read the {what} file {}: {error}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| unusable(what, file, &error))
}

fn unusable(what: &str, file: &Path, error: &dyn Error) -> Failure {
    format!("the {what} file {} cannot be used: {error}", file.display()).into()
}

fn save_authority(emulator: &Emulator, file: Option<&Path>) -> Result<Option<PathBuf>, Failure> {
    let Some(authority) = emulator.certificate_authority() else {
        return Ok(None);
    };
    let file = match file {
        Some(file) => file.to_owned(),
        None => std::env::temp_dir().join(format!("intune-emulator-ca-{}.pem", std::process::id())),
    };
    fs::write(&file, authority).map_err(|error| {
        format!(
            "cannot write the certificate to {}: {error}",
            file.display()
        )
    })?;
    Ok(Some(file))
}

/// Ctrl-C or, where there is one, the signal that ends a service. Listens from the moment it is made.
#[cfg(unix)]
struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Stop(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Stop {
    fn listen() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn wait(mut self) {
        self.0.recv().await;
    }
}
