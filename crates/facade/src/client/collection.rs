//! What belongs to a hardware configuration: three collections that work alike.

use std::fmt;
use std::marker::PhantomData;

use intune_hardware_configurations_client::types;
use msgraph_transport::{Error, Transport};

use super::call::Call;
use super::request::{Built, segment};
use crate::decode;
use crate::list::List;
use crate::query::{CountQuery, ItemQuery};
use crate::types::{
    Assignment, AssignmentId, DeviceRunState, DeviceRunStateId, Entity, HardwareConfigurationId,
    UserRunState, UserRunStateId,
};

/// The assignments, the run states of devices, or the run states of users, of one hardware configuration.
///
/// Run states come from devices. That they can be created, changed and deleted is a matter of form: the service
/// refuses it mostly.
#[derive(Clone, Debug)]
pub struct Collection<E> {
    transport: Transport,
    parent: HardwareConfigurationId,
    entity: PhantomData<fn() -> E>,
}

impl<E: Child> Collection<E> {
    pub(crate) fn new(transport: Transport, parent: HardwareConfigurationId) -> Self {
        Self {
            transport,
            parent,
            entity: PhantomData,
        }
    }

    /// Lists the items: a stream, page after page as it is read.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn list(&self) -> List<E> {
        List::new(&self.transport, E::list(&self.transport, &self.parent))
    }

    /// Counts the items.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn count(&self) -> Call<u64, CountQuery<E>> {
        let built = E::count(&self.transport, &self.parent);
        Call::new(&self.transport, built, decode::count)
    }

    /// Reads one item.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn get(&self, id: &E::Id) -> Call<E, ItemQuery<E>> {
        let built = E::get(&self.transport, &self.parent, id);
        Call::new(&self.transport, built, decode::entity)
    }

    /// Adds an item. It is not sent again when it is unknown whether the first request was acted on, as after 504: that
    /// could add it twice, which [`RetryPolicy::risk_duplicates`](crate::RetryPolicy::risk_duplicates) accepts.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn create(&self, item: impl Into<E>) -> Call<E> {
        let built = E::create(&self.transport, &self.parent)
            .and_then(|built| built.body(&item.into().into_request()));
        Call::new(&self.transport, built, decode::entity)
    }

    /// Changes an item, as far as `changes` has properties that are not absent: `null` clears, a value sets. The id in
    /// `changes` is not sent.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn update(&self, id: &E::Id, changes: impl Into<E>) -> Call<E> {
        let built = E::update(&self.transport, &self.parent, id)
            .and_then(|built| built.body(&changes.into().into_request()));
        Call::new(&self.transport, built, decode::entity)
    }

    /// Deletes an item. `If-Match` can be set in the call's options.
    /// That it is gone when the request has to be repeated is a success if an earlier try may have done it, and its answer
    /// got lost; it is not if that try was refused.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn delete(&self, id: &E::Id) -> Call<()> {
        let built = E::delete(&self.transport, &self.parent, id);
        Call::deleting(&self.transport, built)
    }
}

/// An entity that belongs to a hardware configuration. The crate implements it; others cannot.
pub trait Child: Entity + Requests {
    /// The type of the entity's id.
    type Id: std::ops::Deref<Target = str> + fmt::Display + Clone + Send + Sync;

    /// The id, unless it was not selected.
    fn id(&self) -> Option<&Self::Id>;
}

/// The requests of a collection; sealed, since it cannot be named from outside.
pub trait Requests: Sized {
    fn list(transport: &Transport, parent: &str) -> Result<Built, Error>;
    fn count(transport: &Transport, parent: &str) -> Result<Built, Error>;
    fn get(transport: &Transport, parent: &str, id: &str) -> Result<Built, Error>;
    fn create(transport: &Transport, parent: &str) -> Result<Built, Error>;
    fn update(transport: &Transport, parent: &str, id: &str) -> Result<Built, Error>;
    fn delete(transport: &Transport, parent: &str, id: &str) -> Result<Built, Error>;
}

/// Which operations of the generated client make up a collection.
macro_rules! child {
    ($Entity:ident, $Id:ident, $Generated:ident:
     $list:ident $count:ident $get:ident $create:ident $update:ident $delete:ident) => {
        impl Child for $Entity {
            type Id = $Id;

            fn id(&self) -> Option<&$Id> {
                self.id.value()
            }
        }

        impl Requests for $Entity {
            fn list(transport: &Transport, parent: &str) -> Result<Built, Error> {
                let parent = segment(parent)?;
                Built::new(transport, |requests| {
                    requests.$list(&parent, None, None, None, None, None, None, None, None)
                })
            }

            fn count(transport: &Transport, parent: &str) -> Result<Built, Error> {
                let parent = segment(parent)?;
                Built::new(transport, |requests| requests.$count(&parent, None, None))
            }

            fn get(transport: &Transport, parent: &str, id: &str) -> Result<Built, Error> {
                let (parent, id) = (segment(parent)?, segment(id)?);
                Built::new(transport, |requests| {
                    requests.$get(&parent, &id, None, None)
                })
            }

            fn create(transport: &Transport, parent: &str) -> Result<Built, Error> {
                let (parent, body) = (segment(parent)?, types::$Generated::default());
                Built::new(transport, |requests| requests.$create(&parent, &body))
            }

            fn update(transport: &Transport, parent: &str, id: &str) -> Result<Built, Error> {
                let (parent, id, body) =
                    (segment(parent)?, segment(id)?, types::$Generated::default());
                Built::new(transport, |requests| requests.$update(&parent, &id, &body))
            }

            fn delete(transport: &Transport, parent: &str, id: &str) -> Result<Built, Error> {
                let (parent, id) = (segment(parent)?, segment(id)?);
                Built::new(transport, |requests| requests.$delete(&parent, &id, None))
            }
        }
    };
}

child!(Assignment, AssignmentId, HardwareConfigurationAssignment:
    list_assignments count_assignments get_assignment
    create_assignment update_assignment delete_assignment);
child!(DeviceRunState, DeviceRunStateId, HardwareConfigurationDeviceState:
    list_device_run_states count_device_run_states get_device_run_state
    create_device_run_state update_device_run_state delete_device_run_state);
child!(UserRunState, UserRunStateId, HardwareConfigurationUserState:
    list_user_run_states count_user_run_states get_user_run_state
    create_user_run_state update_user_run_state delete_user_run_state);
