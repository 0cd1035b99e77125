// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <string>

namespace astro::gateway {

enum class Alphabet { url, standard };

inline std::string base64(const std::string &bytes, Alphabet alphabet = Alphabet::url, bool padded = false)
{
    const std::string signs = std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") +
                              (alphabet == Alphabet::url ? "-_" : "+/");
    std::string text;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6)
            text += signs[(buffer >> (bits - 6)) & 63U];
    }
    if (bits > 0)
        text += signs[(buffer << (6 - bits)) & 63U];
    while (padded && text.size() % 4 != 0)
        text += '=';
    return text;
}

/// @param encoded_claims base64 of a JSON object.
inline Secret jwt(const std::string &encoded_claims)
{
    return Secret(base64(R"({"alg":"HS256","typ":"JWT"})") + "." + encoded_claims + ".c2lnbmF0dXJl");
}

} // namespace astro::gateway
