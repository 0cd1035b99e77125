// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as an address, a token and a pasted token.
#include "gateway/address.h"
#include "gateway/token.h"
#include "must.h"
#include "support/text.h"

#include <cstdint>

using namespace astro;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    const std::string input(reinterpret_cast<const char *>(bytes), count);
    const auto read = gateway::parse_address(input);
    if (const auto *address = std::get_if<gateway::Address>(&read)) {
        fuzz::must(!address->host.empty() && address->port != 0, "an address has a host and a port");
        fuzz::must(address->host.find_first_of("\r\n /") == std::string::npos, "a host is one word");
        fuzz::must(address->path.find_first_of("\r\n ") == std::string::npos, "a path adds no header");
    }
    (void)gateway::read_claims(Secret(input));
    const std::string cleaned = text::clean_token(input);
    fuzz::must(text::clean_token(cleaned) == cleaned, "cleaning a token settles at once");
    return 0;
}
