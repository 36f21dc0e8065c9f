//! The 28 operations as data: name, method, path, permissions.
//!
//! Paths are below `/deviceManagement/hardwareConfigurations`; permissions are below `DeviceManagementConfiguration`, and the
//! one that is shown is the least that will do. `configurations` is a
//! [`HardwareConfigurations`](crate::HardwareConfigurations), and `profile` is what its
//! [`profile`](crate::HardwareConfigurations::profile) gives.
//!
//! | operation | method | path | call | permission |
//! | --- | --- | --- | --- | --- |
//! | [`list_hardware_configurations`](LIST_HARDWARE_CONFIGURATIONS) | GET | `(root)` | `configurations.list()` | `Read.All` |
//! | [`create_hardware_configuration`](CREATE_HARDWARE_CONFIGURATION) | POST | `(root)` | `configurations.create(&new)` | `ReadWrite.All` |
//! | [`count_hardware_configurations`](COUNT_HARDWARE_CONFIGURATIONS) | GET | `/$count` | `configurations.count()` | `Read.All` |
//! | [`get_hardware_configuration`](GET_HARDWARE_CONFIGURATION) | GET | `/{id}` | `configurations.get(&id)` | `Read.All` |
//! | [`update_hardware_configuration`](UPDATE_HARDWARE_CONFIGURATION) | PATCH | `/{id}` | `configurations.update(&id, &patch)` | `ReadWrite.All` |
//! | [`delete_hardware_configuration`](DELETE_HARDWARE_CONFIGURATION) | DELETE | `/{id}` | `configurations.delete(&id)` | `ReadWrite.All` |
//! | [`assign`](ASSIGN) | POST | `/{id}/assign` | `profile.assign(targets)` | `ReadWrite.All` |
//! | [`list_assignments`](LIST_ASSIGNMENTS) | GET | `/{id}/assignments` | `profile.assignments().list()` | `Read.All` |
//! | [`create_assignment`](CREATE_ASSIGNMENT) | POST | `/{id}/assignments` | `profile.assignments().create(item)` | `ReadWrite.All` |
//! | [`count_assignments`](COUNT_ASSIGNMENTS) | GET | `/{id}/assignments/$count` | `profile.assignments().count()` | `Read.All` |
//! | [`get_assignment`](GET_ASSIGNMENT) | GET | `/{id}/assignments/{childId}` | `profile.assignments().get(&id)` | `Read.All` |
//! | [`update_assignment`](UPDATE_ASSIGNMENT) | PATCH | `/{id}/assignments/{childId}` | `profile.assignments().update(&id, changes)` | `ReadWrite.All` |
//! | [`delete_assignment`](DELETE_ASSIGNMENT) | DELETE | `/{id}/assignments/{childId}` | `profile.assignments().delete(&id)` | `ReadWrite.All` |
//! | [`list_device_run_states`](LIST_DEVICE_RUN_STATES) | GET | `/{id}/deviceRunStates` | `profile.device_run_states().list()` | `Read.All` |
//! | [`create_device_run_state`](CREATE_DEVICE_RUN_STATE) | POST | `/{id}/deviceRunStates` | `profile.device_run_states().create(item)` | `ReadWrite.All` |
//! | [`count_device_run_states`](COUNT_DEVICE_RUN_STATES) | GET | `/{id}/deviceRunStates/$count` | `profile.device_run_states().count()` | `Read.All` |
//! | [`get_device_run_state`](GET_DEVICE_RUN_STATE) | GET | `/{id}/deviceRunStates/{childId}` | `profile.device_run_states().get(&id)` | `Read.All` |
//! | [`update_device_run_state`](UPDATE_DEVICE_RUN_STATE) | PATCH | `/{id}/deviceRunStates/{childId}` | `profile.device_run_states().update(&id, changes)` | `ReadWrite.All` |
//! | [`delete_device_run_state`](DELETE_DEVICE_RUN_STATE) | DELETE | `/{id}/deviceRunStates/{childId}` | `profile.device_run_states().delete(&id)` | `ReadWrite.All` |
//! | [`get_run_summary`](GET_RUN_SUMMARY) | GET | `/{id}/runSummary` | `profile.run_summary()` | `Read.All` |
//! | [`update_run_summary`](UPDATE_RUN_SUMMARY) | PATCH | `/{id}/runSummary` | `profile.update_run_summary(&changes)` | `ReadWrite.All` |
//! | [`delete_run_summary`](DELETE_RUN_SUMMARY) | DELETE | `/{id}/runSummary` | `profile.delete_run_summary()` | `ReadWrite.All` |
//! | [`list_user_run_states`](LIST_USER_RUN_STATES) | GET | `/{id}/userRunStates` | `profile.user_run_states().list()` | `Read.All` |
//! | [`create_user_run_state`](CREATE_USER_RUN_STATE) | POST | `/{id}/userRunStates` | `profile.user_run_states().create(item)` | `ReadWrite.All` |
//! | [`count_user_run_states`](COUNT_USER_RUN_STATES) | GET | `/{id}/userRunStates/$count` | `profile.user_run_states().count()` | `Read.All` |
//! | [`get_user_run_state`](GET_USER_RUN_STATE) | GET | `/{id}/userRunStates/{childId}` | `profile.user_run_states().get(&id)` | `Read.All` |
//! | [`update_user_run_state`](UPDATE_USER_RUN_STATE) | PATCH | `/{id}/userRunStates/{childId}` | `profile.user_run_states().update(&id, changes)` | `ReadWrite.All` |
//! | [`delete_user_run_state`](DELETE_USER_RUN_STATE) | DELETE | `/{id}/userRunStates/{childId}` | `profile.user_run_states().delete(&id)` | `ReadWrite.All` |
//!
//! A program can ask for exactly the permissions that it needs:
//!
//! ```
//! use intune_hardware_configurations::operations;
//!
//! let needed: Vec<_> = [&operations::GET_RUN_SUMMARY, &operations::ASSIGN]
//!     .iter()
//!     .filter_map(|operation| operation.permissions().first())
//!     .collect();
//! assert_eq!(
//!     needed,
//!     [&"DeviceManagementConfiguration.Read.All", &"DeviceManagementConfiguration.ReadWrite.All"],
//! );
//! ```

pub use intune_hardware_configurations_client::operations::{
    ALL, ASSIGN, COUNT_ASSIGNMENTS, COUNT_DEVICE_RUN_STATES, COUNT_HARDWARE_CONFIGURATIONS,
    COUNT_USER_RUN_STATES, CREATE_ASSIGNMENT, CREATE_DEVICE_RUN_STATE,
    CREATE_HARDWARE_CONFIGURATION, CREATE_USER_RUN_STATE, DELETE_ASSIGNMENT,
    DELETE_DEVICE_RUN_STATE, DELETE_HARDWARE_CONFIGURATION, DELETE_RUN_SUMMARY,
    DELETE_USER_RUN_STATE, GET_ASSIGNMENT, GET_DEVICE_RUN_STATE, GET_HARDWARE_CONFIGURATION,
    GET_RUN_SUMMARY, GET_USER_RUN_STATE, LIST_ASSIGNMENTS, LIST_DEVICE_RUN_STATES,
    LIST_HARDWARE_CONFIGURATIONS, LIST_USER_RUN_STATES, UPDATE_ASSIGNMENT, UPDATE_DEVICE_RUN_STATE,
    UPDATE_HARDWARE_CONFIGURATION, UPDATE_RUN_SUMMARY, UPDATE_USER_RUN_STATE, named,
};
