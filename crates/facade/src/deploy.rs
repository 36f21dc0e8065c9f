//! Creating a configuration and assigning it, as one step.

use std::fmt;

use msgraph_transport::{CallOptions, Error};

use crate::client::{Assigned, HardwareConfigurations};
use crate::decode;
use crate::types::{
    Assignment, HardwareConfiguration, HardwareConfigurationId, NewHardwareConfiguration,
};

/// What was deployed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Deployed {
    /// The id of the new configuration.
    pub id: HardwareConfigurationId,
    /// The new configuration, as it was before it was assigned.
    pub configuration: HardwareConfiguration,
    /// The assignments, or `None` when the service told nothing of them that could be read.
    pub assigned: Option<Assigned>,
}

/// Which step of a deployment failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeployStage {
    /// Creating the configuration. [`DeployError::is_clean`] tells whether it may exist all the same.
    Create,
    /// Assigning the configuration, which had been created.
    Assign,
}

/// A configuration that could neither be assigned nor deleted again.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LeftBehind {
    /// The id of the configuration.
    pub id: HardwareConfigurationId,
    /// Why it could not be deleted.
    pub error: Error,
}

/// Why a deployment failed, and what it left behind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeployError {
    /// The step that failed.
    pub stage: DeployStage,
    /// Why it failed.
    pub error: Error,
    /// The new configuration, if it is known to be still there.
    pub left_behind: Option<LeftBehind>,
}

impl HardwareConfigurations {
    /// Creates a configuration and assigns it. When assigning fails, the new configuration is deleted again, without
    /// waiting for a [gate](crate::Transport::gate_closed_for) that throttling has closed; the error says so if that
    /// fails, too.
    ///
    /// When the future is dropped halfway, nothing is undone.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    ///
    /// ```no_run
    /// use intune_hardware_configurations::{AssignmentTarget, DeployError, NewHardwareConfiguration};
    /// # use intune_hardware_configurations::HardwareConfigurations;
    ///
    /// # async fn example(
    /// #     configurations: HardwareConfigurations,
    /// #     new: NewHardwareConfiguration,
    /// # ) -> Result<(), DeployError> {
    /// let targets = [AssignmentTarget::group("2f1a…"), AssignmentTarget::exclusion_group("77c0…")];
    /// let deployed = configurations.deploy(&new, targets).await?;
    /// println!("deployed as {}", deployed.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When creating or assigning fails; see [`DeployError`].
    pub async fn deploy(
        &self,
        new: &NewHardwareConfiguration,
        targets: impl IntoIterator<Item = impl Into<Assignment>>,
    ) -> Result<Deployed, DeployError> {
        let not_created = |error| DeployError {
            stage: DeployStage::Create,
            error,
            left_behind: None,
        };
        let targets: Vec<Assignment> = targets.into_iter().map(Into::into).collect();
        let create = self.create(new).decoding(decode::created);
        let (id, configuration) = create.await.map_err(not_created)?;
        match self.profile(&id).assign(targets).await {
            Ok(assigned) => Ok(Deployed {
                id,
                configuration,
                assigned,
            }),
            // The service said yes; only what it said of the assignments cannot be read.
            Err(error) if error.status().is_some_and(|status| status.is_success()) => {
                Ok(Deployed {
                    id,
                    configuration,
                    assigned: None,
                })
            }
            Err(error) => {
                let left_behind = self.undo(id).await.err();
                Err(DeployError {
                    stage: DeployStage::Assign,
                    error,
                    left_behind,
                })
            }
        }
    }

    async fn undo(&self, id: HardwareConfigurationId) -> Result<(), LeftBehind> {
        // What throttled the assignment is no reason to leave the configuration behind without having tried.
        let options = CallOptions::new().through_gate(true);
        match self.delete(&id).options(options).await {
            Ok(()) => Ok(()),
            // Gone is what was wanted.
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(LeftBehind { id, error }),
        }
    }
}

impl DeployError {
    /// Whether it is certain that no new configuration is left. It is not when the connection broke, or the service
    /// failed, after the request to create was sent.
    pub fn is_clean(&self) -> bool {
        match self.stage {
            DeployStage::Create => !self.error.may_have_been_done(),
            DeployStage::Assign => self.left_behind.is_none(),
        }
    }
}

impl fmt::Display for DeployError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.stage, &self.left_behind) {
            (DeployStage::Create, _) if self.is_clean() => {
                formatter.write_str("the configuration was not created")
            }
            (DeployStage::Create, _) => formatter.write_str(
                "it is not known whether the configuration was created: look for it by its name",
            ),
            (DeployStage::Assign, None) => formatter
                .write_str("the configuration could not be assigned, and was deleted again"),
            (DeployStage::Assign, Some(LeftBehind { id, error })) => write!(
                formatter,
                "the configuration could not be assigned, and is still there: delete {id} yourself ({error})",
            ),
        }
    }
}

impl std::error::Error for DeployError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
