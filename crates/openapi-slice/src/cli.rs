//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use openapi_slice::{Discriminators, External, Slicer, Source, Version};

const EXAMPLES: &str = "\
Examples:
  Everything under /users, without the sentences:
    openapi-slice openapi.yaml --path /users --path '/users/**' --drop-prose

  Two operations by their ids, as JSON, into a file:
    openapi-slice openapi.yaml --operation-id listPets --operation-id getPet -f json -o pets.json

  All reading operations with the tag Mail, except those of attachments:
    openapi-slice openapi.yaml --tag Mail --method get --exclude-path '**/attachments/**'

  Why is the schema Account in the slice?
    openapi-slice openapi.yaml --path '/users/**' --why Account

How operations are selected:
  --path, --regex, --operation-id and --tag add up: an operation is selected if one of them
  matches. Without any, all are selected. --method narrows the selection down. What an --exclude
  option matches stays out. A condition that selects nothing is an error.

What is kept:
  The selected operations and all that they refer to, to any depth: schemas, responses,
  parameters, examples, request bodies, headers, links, callbacks, path items and security
  schemes; and the servers, security and tags that they use. Nothing else, and no reference is
  left dangling. A schema that a discriminator names is kept where the base schema is used as the
  type of a value, and not where it is only inherited from; see --discriminators. An extension at
  the root of the document is left out if it refers to something that is not kept. --report tells
  what was left out, and why.";

/// Cuts an OpenAPI 3 document down to some of its operations and what they need.
///
/// Reads YAML and JSON, keeps the order of the document, and writes to standard output.
#[derive(Debug, Parser)]
#[command(name = "openapi-slice", version, after_long_help = EXAMPLES)]
pub(crate) struct Args {
    /// The document; `-` for standard input
    pub(crate) document: PathBuf,

    /// Select the paths that match: `*` is any text within a segment, `**` any text at all; `#get`
    /// at the end selects one method, which can have any name since OpenAPI 3.2
    #[arg(short, long, value_name = "GLOB", help_heading = "Select")]
    path: Vec<String>,
    /// Select the paths in which a regular expression matches
    #[arg(long, value_name = "REGEX", help_heading = "Select")]
    regex: Vec<String>,
    /// Select the operation with this id
    #[arg(long, value_name = "ID", help_heading = "Select")]
    operation_id: Vec<String>,
    /// Select the operations with this tag
    #[arg(long, value_name = "TAG", help_heading = "Select")]
    tag: Vec<String>,
    /// Of the selected operations, only those with this method
    #[arg(long, value_name = "METHOD", help_heading = "Select")]
    method: Vec<String>,

    /// Exclude the paths that match
    #[arg(long, value_name = "GLOB", help_heading = "Exclude")]
    exclude_path: Vec<String>,
    /// Exclude the paths in which a regular expression matches
    #[arg(long, value_name = "REGEX", help_heading = "Exclude")]
    exclude_regex: Vec<String>,
    /// Exclude the operation with this id
    #[arg(long, value_name = "ID", help_heading = "Exclude")]
    exclude_operation_id: Vec<String>,
    /// Exclude the operations with this tag
    #[arg(long, value_name = "TAG", help_heading = "Exclude")]
    exclude_tag: Vec<String>,
    /// Exclude the operations with this method
    #[arg(long, value_name = "METHOD", help_heading = "Exclude")]
    exclude_method: Vec<String>,

    /// Drop summaries, descriptions and links to external documentation
    #[arg(long, help_heading = "Shape")]
    drop_prose: bool,
    /// Drop examples
    #[arg(long, help_heading = "Shape")]
    drop_examples: bool,
    /// Drop vendor extensions (x-…)
    #[arg(long, help_heading = "Shape")]
    drop_extensions: bool,
    /// Keep the schemas that a discriminator names: where the base is the type of a value, wherever
    /// the base is kept, or never on its account
    #[arg(long, value_enum, default_value_t, help_heading = "Shape")]
    discriminators: Subtypes,
    /// Take a document of a version later than OpenAPI 3.2 for one of this version
    #[arg(long, value_name = "VERSION", help_heading = "Shape")]
    assume: Option<Version>,
    /// Fail on references to other documents, instead of keeping and reporting them
    #[arg(long, help_heading = "Shape")]
    refuse_external: bool,

    /// Where to write the slice, instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// The format to write [default: by the name of the output file, else that of the document]
    #[arg(short, long, value_enum, help_heading = "Output")]
    format: Option<Format>,
    /// Write what was kept and what was left out, and why, to standard error
    #[arg(
        long,
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text",
        value_name = "FORMAT",
        help_heading = "Output"
    )]
    pub(crate) report: Option<ReportFormat>,
    /// Instead of the slice, print the chain of references that keeps this component or path
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    pub(crate) why: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Subtypes {
    #[default]
    Used,
    All,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Yaml,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ReportFormat {
    Text,
    Json,
}

impl Args {
    /// The slicer that these arguments describe.
    pub(crate) fn slicer(&self) -> Slicer {
        let add = |slicer, values: &[String], with: fn(Slicer, String) -> Slicer| {
            values
                .iter()
                .fold(slicer, |slicer, value| with(slicer, value.clone()))
        };
        let mut slicer = Slicer::new()
            .drop_prose(self.drop_prose)
            .drop_examples(self.drop_examples)
            .drop_extensions(self.drop_extensions)
            .discriminators(match self.discriminators {
                Subtypes::Used => Discriminators::Used,
                Subtypes::All => Discriminators::All,
                Subtypes::None => Discriminators::None,
            })
            .external(if self.refuse_external {
                External::Refuse
            } else {
                External::Keep
            });
        slicer = slicer.report_heirs(self.report.is_some());
        if let Some(version) = self.assume {
            slicer = slicer.assume(version);
        }
        slicer = add(slicer, &self.path, Slicer::path);
        slicer = add(slicer, &self.regex, Slicer::regex);
        slicer = add(slicer, &self.operation_id, Slicer::operation_id);
        slicer = add(slicer, &self.tag, Slicer::tag);
        slicer = add(slicer, &self.method, Slicer::method);
        slicer = add(slicer, &self.exclude_path, Slicer::exclude_path);
        slicer = add(slicer, &self.exclude_regex, Slicer::exclude_regex);
        slicer = add(
            slicer,
            &self.exclude_operation_id,
            Slicer::exclude_operation_id,
        );
        slicer = add(slicer, &self.exclude_tag, Slicer::exclude_tag);
        add(slicer, &self.exclude_method, Slicer::exclude_method)
    }

    /// The format to write.
    pub(crate) fn format(&self, document: &dyn Source) -> Format {
        let by_name = self.output.as_ref().and_then(|path| {
            match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
                "json" => Some(Format::Json),
                "yaml" | "yml" => Some(Format::Yaml),
                _ => None,
            }
        });
        let by_content = || {
            let mut head = vec![0; document.size().min(1_024)];
            match document.read_exact_at(&mut head, 0) {
                Ok(()) if head.trim_ascii_start().starts_with(b"{") => Format::Json,
                _ => Format::Yaml,
            }
        };
        self.format.or(by_name).unwrap_or_else(by_content)
    }
}
