//! What is done to the generated code is done, or the build fails.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, unreachable_pub, reason = "the build script uses the rest")]

#[path = "../build/refine.rs"]
mod refine;

use syn::{File, parse_quote};

fn generated() -> File {
    parse_quote! {
        impl Client {
            pub fn new(root: &str) -> Self { Self }
            pub async fn get(&self) -> Result<(), Error> {
                let response = self.send().await;
                match response { answer => decode(answer) }
            }
        }
    }
}

#[test]
fn code_of_the_known_shape_is_refined() {
    let mut file = generated();
    refine::leave_construction_to_us(&mut file).unwrap();
    refine::leave_decoding_to_us(&mut file, 1).unwrap();
}

#[test]
fn a_method_of_another_shape_fails_the_build() {
    let mut file: File = parse_quote! {
        impl Client {
            pub async fn get(&self) -> Result<(), Error> {
                let response = self.send().await;
                decode(response)
            }
        }
    };
    let error = refine::leave_decoding_to_us(&mut file, 1).unwrap_err();
    assert!(error.contains("has 0 methods"), "{error}");
    let error = refine::leave_construction_to_us(&mut file).unwrap_err();
    assert!(error.contains("has 0 constructors"), "{error}");

    let error = refine::leave_decoding_to_us(&mut generated(), 2).unwrap_err();
    assert!(error.contains("has 1 methods"), "{error}");
}
