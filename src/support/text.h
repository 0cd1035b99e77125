// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace astro::text {

/// True when `bytes` are well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

/// A text that came from outside made fit for a screen or a log: invalid UTF-8 becomes U+FFFD, control characters
/// (line breaks and tabs become spaces) and bidirectional overrides are dropped, and what is longer than
/// `max_code_points` is cut with an ellipsis.
std::string presentable(std::string_view from_outside, std::size_t max_code_points);

/// The same in quotation marks, for a line of the log.
std::string in_quotes(std::string_view from_outside, std::size_t max_code_points = 100);

/// Without white space at either end.
std::string_view trim(std::string_view text);

/// Whether nothing of it is seen: it is empty, or only white space of any script and marks that have no look.
bool is_blank(std::string_view text);

/// Without what is_blank at either end.
std::string_view trim_unseen(std::string_view text);

/// Up to the first white space after what is seen first; "" when it is_blank.
std::string_view first_word(std::string_view text);

/// A token as it was pasted, without what people paste along with it: white space, line breaks and all that is not
/// printable ASCII (no-break spaces, marks of no width) anywhere, a pair of quotes around it, a leading "Bearer " (any
/// case), in any nesting.
std::string clean_token(std::string_view pasted);

/// ASCII letters in lower case; other bytes as they are. For protocol words, not for viewers' texts.
std::string ascii_lower(std::string_view text);

} // namespace astro::text
