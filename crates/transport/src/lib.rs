//! Microsoft Graph's rules for HTTP: credentials, clouds, retries, errors, batch.
