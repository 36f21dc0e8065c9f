//! One hardware configuration, and what belongs to it.

use intune_hardware_configurations_client::types;
use msgraph_transport::{Continuation, Transport};
use serde::Serialize;

use super::call::Call;
use super::collection::Collection;
use super::request::{Built, segment};
use crate::decode;
use crate::query::ItemQuery;
use crate::types::{
    Assignment, DeviceRunState, Entity, HardwareConfigurationId, RunSummary, UserRunState,
};

/// The handle of one hardware configuration: its run summary, its assignments, its run states.
#[derive(Clone, Debug)]
pub struct Profile {
    transport: Transport,
    id: HardwareConfigurationId,
}

/// What the service answers an assignment with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assigned {
    /// The assignments that the configuration now has.
    pub assignments: Vec<Assignment>,
    /// Where there are more of them: [`List::resume`](crate::List::resume) the list of
    /// [`assignments`](Profile::assignments) there.
    pub continuation: Option<Continuation>,
}

impl Profile {
    pub(crate) fn new(transport: Transport, id: HardwareConfigurationId) -> Self {
        Self { transport, id }
    }

    /// The id of the configuration.
    pub fn id(&self) -> &HardwareConfigurationId {
        &self.id
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// How the configuration fares, in numbers.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn run_summary(&self) -> Call<RunSummary, ItemQuery<RunSummary>> {
        let built = segment(&self.id).and_then(|id| {
            Built::new(&self.transport, |requests| {
                requests.get_run_summary(&id, None, None)
            })
        });
        Call::new(&self.transport, built, decode::entity)
    }

    /// Assigns the configuration to `targets`, and to nothing else: what was assigned before, and is not among them, is
    /// unassigned. No targets, such as `Vec::<AssignmentTarget>::new()`, unassign it from everything.
    ///
    /// Targets are [`AssignmentTarget`](crate::AssignmentTarget)s, or assignments that were read before, whose ids
    /// are not sent.
    ///
    /// Gives the assignments as the service has them now, or `None` when it answers with nothing. It is not sent again
    /// when it is unknown whether the first request was acted on, as after 504; it is with
    /// [`RetryPolicy::risk_duplicates`](crate::RetryPolicy::risk_duplicates).
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn assign(
        &self,
        targets: impl IntoIterator<Item = impl Into<Assignment>>,
    ) -> Call<Option<Assigned>> {
        #[derive(Serialize)]
        struct Body {
            #[serde(rename = "hardwareConfigurationAssignments")]
            assignments: Vec<Assignment>,
        }

        let body = Body {
            assignments: targets
                .into_iter()
                .map(|target| target.into().into_request())
                .collect(),
        };
        let built = segment(&self.id).and_then(|id| {
            let placeholder = types::AssignRequest {
                hardware_configuration_assignments: Vec::new(),
            };
            Built::new(&self.transport, |requests| {
                requests.assign(&id, &placeholder)
            })?
            .body(&body)
        });
        Call::new(&self.transport, built, decode::assigned)
    }

    /// The assignments of the configuration.
    pub fn assignments(&self) -> Collection<Assignment> {
        Collection::new(self.transport.clone(), self.id.clone())
    }

    /// The run states of the configuration, by device.
    pub fn device_run_states(&self) -> Collection<DeviceRunState> {
        Collection::new(self.transport.clone(), self.id.clone())
    }

    /// The run states of the configuration, by user.
    pub fn user_run_states(&self) -> Collection<UserRunState> {
        Collection::new(self.transport.clone(), self.id.clone())
    }

    /// Changes the run summary, as far as `changes` has properties that are not absent. The service computes summaries
    /// itself, so that people have no use for this. The id in `changes` is not sent.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn update_run_summary(&self, changes: &RunSummary) -> Call<RunSummary> {
        let built = segment(&self.id).and_then(|id| {
            let placeholder = types::HardwareConfigurationRunSummary::default();
            Built::new(&self.transport, |requests| {
                requests.update_run_summary(&id, &placeholder)
            })?
            .body(&changes.clone().into_request())
        });
        Call::new(&self.transport, built, decode::entity)
    }

    /// Deletes the run summary. The service computes summaries itself, so that people have no use for this.
    /// That it is gone when the request has to be repeated is a success if an earlier try may have done it, and its answer
    /// got lost; it is not if that try was refused.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn delete_run_summary(&self) -> Call<()> {
        let built = segment(&self.id).and_then(|id| {
            Built::new(&self.transport, |requests| {
                requests.delete_run_summary(&id, None)
            })
        });
        Call::deleting(&self.transport, built)
    }
}
