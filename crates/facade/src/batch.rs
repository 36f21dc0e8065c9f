//! Many calls in few round trips.

use msgraph_transport::{CallOptions, Error, ErrorKind};

use crate::client::{Call, HardwareConfigurations};
use crate::types::{HardwareConfigurationId, RunSummary};

impl HardwareConfigurations {
    /// Makes many calls of one kind in few round trips: up to twenty in each, a few round trips at a time. The results
    /// come in the order of the calls, each for itself: one that is throttled is tried again alone, after its own wait.
    ///
    /// The calls must be this client's, or those of a clone of it: one of another client, which may be for another tenant,
    /// is refused with [`ErrorKind::InvalidRequest`].
    ///
    /// The options of a single call apply to it alone: its headers, such as `If-Match`, its `client-request-id`, and
    /// whether it may be repeated; with a timeout or a retry policy it is refused. `options` apply to every round trip, and their
    /// [`call_timeout`](CallOptions::call_timeout) to all of them together, with what is sent again.
    ///
    /// ```no_run
    /// use intune_hardware_configurations::{CallOptions, HardwareConfigurationId, HardwareConfigurations};
    ///
    /// # async fn example(configurations: HardwareConfigurations, ids: Vec<HardwareConfigurationId>) {
    /// let counts = ids.iter().map(|id| configurations.profile(id).assignments().count());
    /// for (id, count) in ids.iter().zip(configurations.batch(counts, CallOptions::new()).await) {
    ///     match count {
    ///         Ok(count) => println!("{id}: {count} assignments"),
    ///         Err(error) => println!("{id}: {error}"),
    ///     }
    /// }
    /// # }
    /// ```
    pub async fn batch<T, Q>(
        &self,
        calls: impl IntoIterator<Item = Call<T, Q>>,
        options: CallOptions,
    ) -> Vec<Result<T, Error>> {
        let mut batch = self.transport().batch();
        // What cannot be sent keeps its place with its error.
        let pushed: Vec<_> = calls
            .into_iter()
            .map(|call| {
                let (built, own, outcome) = call.for_batch_of(self.transport())?;
                batch.push_with(built.operation, built.request, &[], &own)?;
                Ok(outcome)
            })
            .collect();
        let mut responses = batch.options(options).send().await.into_iter();
        let mut next = || responses.next().unwrap_or_else(|| Err(unanswered()));
        pushed
            .into_iter()
            .map(|outcome| {
                outcome.and_then(|outcome| outcome.of(next()).map(|answer| answer.value))
            })
            .collect()
    }

    /// The run summaries of many configurations in few round trips, in the order of `ids`.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub async fn run_summaries<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a HardwareConfigurationId>,
    ) -> Vec<Result<RunSummary, Error>> {
        let calls: Vec<_> = ids
            .into_iter()
            .map(|id| self.profile(id).run_summary())
            .collect();
        self.batch(calls, CallOptions::new()).await
    }
}

fn unanswered() -> Error {
    Error::new(
        ErrorKind::Unanswered,
        "the batch has no answer to this call",
    )
}
