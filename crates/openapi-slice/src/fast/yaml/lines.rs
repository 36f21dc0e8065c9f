//! From line to line of the document, through the window.

use super::Reader;
use super::line::has_only_line_ends;
use crate::scan::{MAX_INDENT, Passed, next_shallow_line};

impl Reader<'_, '_> {
    /// The next line after the one at `from` that is indented by at most `indent` and is neither
    /// empty nor a comment, and whether a double quote may be before it. `None` if what is passed
    /// has line ends of an unusual kind, or is not UTF-8.
    ///
    /// The window holds all from `keep` on then, and something of what follows the line.
    pub(super) fn next_line(
        &mut self,
        keep: usize,
        from: usize,
        indent: usize,
    ) -> Option<(usize, bool)> {
        let mut at = from;
        let mut passed = Passed::default();
        loop {
            let text = self.window.from(keep)?;
            let found = next_shallow_line(self.level, text, at - keep, indent);
            passed |= found.passed;
            // Whether a line at the end of the window is shallow cannot be told yet.
            let certain = self.window.end().saturating_sub(MAX_INDENT + 1);
            if keep + found.at > certain && !self.window.is_last() {
                at = at.max(certain);
                self.window.advance(keep)?;
                continue;
            }
            at = keep + found.at;
            self.look_ahead(keep, at)?;
            if at == self.size || self.is_content(at)? {
                let is_usual = !(passed.carriage_return || passed.non_ascii)
                    || is_usual(self.window.get(from..at)?);
                return is_usual.then_some((at, passed.double_quote));
            }
        }
    }

    /// Sees to it that the window holds all from `keep` to somewhat after `at`.
    pub(super) fn look_ahead(&mut self, keep: usize, at: usize) -> Option<()> {
        // In tests, every document is too large for a window.
        const ENOUGH: usize = if cfg!(any(test, fuzzing)) {
            500
        } else {
            4 << 10
        };
        while !self.window.is_last() && self.window.end() < at.checked_add(ENOUGH)? {
            self.window.advance(keep)?;
        }
        Some(())
    }

    /// The first line from the one at `line` on that is neither empty nor a comment, or the end.
    /// `None` if what is passed has line ends of an unusual kind, or is not UTF-8.
    pub(super) fn content_line(&self, mut line: usize) -> Option<usize> {
        while line < self.size && !self.is_content(line)? {
            let end = self.line_end(line)?;
            if !is_usual(self.window.get(line..end)?) {
                return None;
            }
            line = end;
        }
        Some(line)
    }

    pub(super) fn is_content(&self, line: usize) -> Option<bool> {
        let text = self.window.from(line + self.indentation(line)?)?;
        Some(!matches!(text.first(), None | Some(b'\n' | b'\r' | b'#')))
    }

    pub(super) fn indentation(&self, line: usize) -> Option<usize> {
        let text = self.window.from(line)?;
        let spaces = text.iter().take_while(|byte| **byte == b' ').count();
        (spaces < text.len() || self.window.is_last()).then_some(spaces)
    }

    /// Where the line after the one at `line` starts.
    pub(super) fn line_end(&self, line: usize) -> Option<usize> {
        match memchr::memchr(b'\n', self.window.from(line)?) {
            Some(at) => Some(line + at + 1),
            None => self.window.is_last().then_some(self.size),
        }
    }
}

/// Whether a text is UTF-8 and has no line ends other than those that are searched for.
fn is_usual(text: &[u8]) -> bool {
    has_only_line_ends(text) && std::str::from_utf8(text).is_ok()
}
