//! Up to twenty requests in one round trip, and what comes after it.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest::Request;

use super::item::Item;
use super::{MOST_ITEMS, POST_BATCH, REST_OF_BATCH, wire};
use crate::credential::challenged_claims;
use crate::error::{Error, ErrorKind};
use crate::options::CallOptions;
use crate::response::{CLIENT_REQUEST_ID, Metadata, Response};
use crate::retry::Load;
use crate::transport::Transport;

/// Results with their places in the batch.
type Results = Vec<(usize, Result<Response, Error>)>;

/// Divides the items into chunks, keeping together what hangs together. `Err` is a group too large for a chunk.
pub(super) fn divide(items: &[Item]) -> Vec<Result<Vec<usize>, Vec<usize>>> {
    // Each item's group is named by its first member; items only depend on earlier ones.
    let mut group: Vec<usize> = (0..items.len()).collect();
    for (index, item) in items.iter().enumerate() {
        for dependency in &item.after {
            let (from, to) = (group[index], group[*dependency]);
            let (from, to) = (from.max(to), from.min(to));
            group
                .iter_mut()
                .filter(|name| **name == from)
                .for_each(|name| *name = to);
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<usize>> =
        std::collections::BTreeMap::new();
    for (index, name) in group.into_iter().enumerate() {
        groups.entry(name).or_default().push(index);
    }
    let mut chunks = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for members in groups.into_values() {
        if members.len() > MOST_ITEMS {
            chunks.push(Err(members));
            continue;
        }
        if open.len() + members.len() > MOST_ITEMS {
            chunks.push(Ok(std::mem::take(&mut open)));
        }
        open.extend(members);
    }
    if !open.is_empty() {
        chunks.push(Ok(open));
    }
    chunks
}

/// Sends one chunk and answers for each of its items.
pub(super) async fn run(
    transport: Transport,
    mut options: CallOptions,
    members: Vec<usize>,
    items: Vec<Item>,
) -> Results {
    // The items that are sent again have what time is left.
    let own = || {
        transport
            .clock()
            .now()
            .checked_add(transport.call_timeout())
    };
    options.deadline = options.deadline.or_else(own);
    let items: Vec<_> = members.into_iter().zip(items).collect();
    let response = match send(&transport, &options, &items).await {
        Ok(response) => response,
        Err(error) => return all_failed(&items, &error),
    };
    let mut answers = Vec::new();
    let link = match wire::decode(&response, items.len(), &mut answers) {
        Ok(link) => link,
        Err(error) => return all_failed(&items, &error),
    };
    let missing = read_on(&transport, &options, link, items.len(), &mut answers).await;
    let mut results: Vec<Option<Result<Response, Error>>> = Vec::new();
    results.resize_with(items.len(), || None);
    let mut again = FuturesUnordered::new();
    for answer in answers {
        let (place, item) = (answer.place, &items[answer.place].1);
        let metadata = metadata(item, &answer, &response);
        results[place] = Some(if answer.status.is_success() {
            Ok(Response {
                operation: item.operation.clone(),
                status: answer.status,
                headers: answer.headers,
                body: answer.body,
                metadata,
            })
        } else {
            let body = transport.without_token(&answer.body);
            let sent = item.body.as_ref().map(|body| body.get().as_bytes());
            let now = transport.clock().system_time();
            let error = Error::refused(answer.status, &answer.headers, &body, metadata, sent, now)
                .with_operation(&item.operation);
            let policy = transport.retry_policy(&options);
            let repeatable = item.operation.is_repeatable();
            let is_challenged = answer.status == StatusCode::UNAUTHORIZED
                && challenged_claims(&answer.headers).is_some();
            if is_challenged
                || policy.allows_status(answer.status, repeatable, error.retry_after().is_some())
            {
                again.push(send_again(&transport, &options, place, item, error));
                continue;
            }
            Err(error)
        });
    }
    while let Some((place, result)) = again.next().await {
        results[place] = Some(result);
    }
    drop(again);
    send_dependents(&transport, &options, &items, &mut results).await;
    items
        .iter()
        .zip(results)
        .map(|((index, item), result)| {
            let unanswered = || {
                let error = item.unanswered().with_metadata(response.metadata().clone());
                Err(match &missing {
                    Err(cause) => error.with_source(cause.clone()),
                    Ok(()) => error,
                })
            };
            (*index, result.unwrap_or_else(unanswered))
        })
        .collect()
}

/// Reads the answers that did not come with the first ones. The error is why some may be missing.
async fn read_on(
    transport: &Transport,
    options: &CallOptions,
    mut link: Option<String>,
    count: usize,
    answers: &mut Vec<wire::Answer>,
) -> Result<(), Error> {
    // Every part has at least one answer, or it is of no use to ask for more.
    for _ in 0..count {
        let Some(text) = link.take().filter(|_| answers.len() < count) else {
            return Ok(());
        };
        let url = transport.batch_url()?.join(&text).map_err(|error| {
            let message =
                format!("the link to the rest of the batch's answers is not a URL: {error}");
            Error::new(ErrorKind::Paging, message)
        })?;
        let request = Request::new(Method::GET, url);
        let response = transport.send(&REST_OF_BATCH, request, options).await?;
        link = wire::decode(&response, count, answers)?;
    }
    Ok(())
}

/// Sends an item alone: after its own wait, as a second try of the same call; or at once if it was refused for its token,
/// to be challenged by itself.
async fn send_again(
    transport: &Transport,
    options: &CallOptions,
    place: usize,
    item: &Item,
    refusal: Error,
) -> (usize, Result<Response, Error>) {
    let mut options = options_alone(item, options);
    if let Some(id) = &refusal.metadata().client_request_id {
        options.client_request_id = HeaderValue::from_str(id).ok();
    }
    let request = item.alone();
    let result = if refusal.is_unauthenticated() {
        transport.send(&item.operation, request, &options).await
    } else {
        transport
            .send_later(&item.operation, request, &options, refusal)
            .await
    };
    (place, result)
}

/// The options of the batch for an item that is sent alone: the headers of the round trip are none of its own, which it
/// has in its request.
fn options_alone(item: &Item, options: &CallOptions) -> CallOptions {
    let own_id = item.headers.get(CLIENT_REQUEST_ID).cloned();
    CallOptions {
        headers: HeaderMap::new(),
        client_request_id: own_id.or_else(|| options.client_request_id.clone()),
        ..options.clone()
    }
}

/// Items that failed only because one before them was refused for the moment: their turn comes when it succeeded.
async fn send_dependents(
    transport: &Transport,
    options: &CallOptions,
    items: &[(usize, Item)],
    results: &mut [Option<Result<Response, Error>>],
) {
    for place in 0..items.len() {
        let item = &items[place].1;
        let failed_for_another = matches!(&results[place], Some(Err(error)) if error.kind() == ErrorKind::FailedDependency);
        if !failed_for_another || item.after.is_empty() {
            continue;
        }
        // Dependencies stand before their dependents, so that their results are final.
        let all_succeeded = item.after.iter().all(|index| {
            let place = items.iter().position(|(own, _)| own == index);
            place
                .and_then(|place| results[place].as_ref())
                .is_some_and(Result::is_ok)
        });
        if all_succeeded {
            let options = options_alone(item, options);
            results[place] = Some(
                transport
                    .send(&item.operation, item.alone(), &options)
                    .await,
            );
        }
    }
}

async fn send(
    transport: &Transport,
    options: &CallOptions,
    items: &[(usize, Item)],
) -> Result<Response, Error> {
    let invalid = |message: &str| Error::new(ErrorKind::InvalidRequest, message);
    let url = transport.batch_url()?;
    let body = wire::encode(items).map_err(|_| invalid("the batch cannot be written as JSON"))?;
    let mut request = Request::new(Method::POST, url);
    request.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    *request.body_mut() = Some(body.into());
    let repeatable = items.iter().all(|(_, item)| item.operation.is_repeatable());
    let mut options = options.clone().repeatable(repeatable);
    // The service counts the items, not the round trip.
    options.load = Some(Load {
        requests: items.len(),
        writes: items
            .iter()
            .filter(|(_, item)| !item.operation.method().is_safe())
            .count(),
    });
    transport.send(&POST_BATCH, request, &options).await
}

/// The round trip failed, and with it every item.
fn all_failed(items: &[(usize, Item)], error: &Error) -> Results {
    items
        .iter()
        .map(|(index, item)| (*index, Err(error.clone().with_operation(&item.operation))))
        .collect()
}

/// An item's own ids, or those of the round trip.
fn metadata(item: &Item, answer: &wire::Answer, response: &Response) -> Metadata {
    let own = Metadata::from_headers(&answer.headers);
    let sent = Metadata::from_headers(&item.headers);
    let whole = response.metadata().clone();
    Metadata {
        request_id: own.request_id.or(whole.request_id),
        client_request_id: own
            .client_request_id
            .or(sent.client_request_id)
            .or(whole.client_request_id),
        date: own.date.or(whole.date),
        attempts: whole.attempts,
        was_in_doubt: whole.was_in_doubt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Credential, Operation};

    fn items(dependencies: &[&[usize]]) -> Vec<Item> {
        static GET: Operation = Operation::new("get", Method::GET, "/x", &[]);
        let transport = Transport::builder(Credential::fixed("token"))
            .loopback_endpoint("http://127.0.0.1:1")
            .build()
            .unwrap();
        let url = reqwest::Url::parse("http://127.0.0.1:1/v1.0/x").unwrap();
        let item = |after: &&[usize]| {
            let request = Request::new(Method::GET, url.clone());
            Item::new(&transport, &GET, request, after.to_vec()).unwrap()
        };
        dependencies.iter().map(item).collect()
    }

    #[test]
    fn chunks_are_full_and_hold_everything_once() {
        let chunks = divide(&items(&vec![&[][..]; 45]));
        let lengths: Vec<_> = chunks
            .iter()
            .map(|chunk| chunk.as_ref().unwrap().len())
            .collect();
        assert_eq!(lengths, [20, 20, 5]);
        let all: Vec<_> = chunks.into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(all, (0..45).collect::<Vec<_>>());
        assert!(divide(&[]).is_empty());
    }

    #[test]
    fn what_hangs_together_stays_together() {
        let mut dependencies: Vec<&[usize]> = vec![&[]; 22];
        dependencies[21] = &[0, 20];
        let chunks = divide(&items(&dependencies));
        let of = |index| {
            chunks
                .iter()
                .position(|chunk| chunk.as_ref().unwrap().contains(&index))
                .unwrap()
        };
        assert_eq!((of(0), of(20)), (of(21), of(21)));
        assert!(
            chunks
                .iter()
                .all(|chunk| chunk.as_ref().unwrap().len() <= 20)
        );
    }

    #[test]
    fn a_group_too_large_for_a_chunk_is_refused_alone() {
        let mut dependencies: Vec<&[usize]> = vec![&[0]; 21];
        dependencies[0] = &[];
        dependencies.push(&[]);
        let chunks = divide(&items(&dependencies));
        assert_eq!(chunks[0].as_ref().unwrap_err().len(), 21);
        assert_eq!(chunks[1].as_ref().unwrap(), &[21]);
    }
}
