//! Bodies that hold a page of a list.

use std::fmt;
use std::marker::PhantomData;

use msgraph_transport::{Error, Response};
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::rejected::Rejected;
use crate::list::{Continuation, Page};
use crate::types::{Assignment, Entity};

/// A page of entities. An item that does not fit is set apart; the others still come.
pub(crate) fn page<E: Entity>(response: &Response) -> Result<Page<E>, Error> {
    match serde_json::from_slice::<Body<E>>(response.body()) {
        Ok(body) => Ok(body.into_page(response, Vec::new())),
        Err(_) => item_by_item(response),
    }
}

/// What `assign` answers with: the assignments, or nothing at all.
pub(crate) fn assigned(response: &Response) -> Result<Option<Page<Assignment>>, Error> {
    if response.body().is_empty() {
        Ok(None)
    } else {
        page(response).map(Some)
    }
}

/// The slow road, taken only when some item does not fit.
fn item_by_item<E: Entity>(response: &Response) -> Result<Page<E>, Error> {
    let raw: Body<Box<RawValue>> = response.json()?;
    let mut items = Vec::with_capacity(raw.value.len());
    let mut rejected = Vec::new();
    for (index, item) in raw.value.iter().enumerate() {
        match serde_json::from_str(item.get()) {
            Ok(item) => items.push(item),
            Err(_) => rejected.extend(Rejected::explain::<E>(index, item.get())),
        }
    }
    let body = Body {
        value: items,
        count: raw.count,
        next_link: raw.next_link,
    };
    Ok(body.into_page(response, rejected))
}

struct Body<T> {
    value: Vec<T>,
    count: Option<i64>,
    next_link: Option<String>,
}

impl<T> Body<T> {
    fn into_page(self, response: &Response, rejected: Vec<Rejected>) -> Page<T> {
        Page {
            items: self.value,
            rejected,
            count: self.count,
            continuation: self.next_link.map(|link| Continuation::new(&link, 0)),
            metadata: response.metadata().clone(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Body<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PageVisitor(PhantomData))
    }
}

struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PageVisitor<T> {
    type Value = Body<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object that is a page of a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut value, mut count, mut next_link) = (None, None, None);
        while let Some(key) = map.next_key::<Key>()? {
            match key {
                Key::Value => value = Some(map.next_value()?),
                Key::Count => count = map.next_value()?,
                Key::NextLink => next_link = map.next_value()?,
                Key::Other => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        let value = value.ok_or_else(|| de::Error::missing_field("value"))?;
        Ok(Body {
            value,
            count,
            next_link,
        })
    }
}

#[derive(serde::Deserialize)]
enum Key {
    #[serde(rename = "value")]
    Value,
    #[serde(rename = "@odata.count")]
    Count,
    #[serde(rename = "@odata.nextLink")]
    NextLink,
    #[serde(other)]
    Other,
}
