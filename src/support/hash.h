// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace astro {

/// One hash of two, in this order.
inline std::size_t mixed(std::size_t one, std::size_t other)
{
    constexpr std::size_t golden = 0x9E3779B9; // the usual odd constant
    return one ^ (other + golden + (one << 6) + (one >> 2));
}

/// What a text is known by, in place of the text itself: 128 bits, so that no two of ten thousand texts are taken for
/// one. Not for what somebody gains by forging.
struct Fingerprint {
    std::uint64_t one, other;

    friend bool operator==(const Fingerprint &a, const Fingerprint &b) { return a.one == b.one && a.other == b.other; }
};

/// Two hashes that have nothing in common: the library's, and FNV-1a.
inline Fingerprint fingerprint(std::string_view text)
{
    std::uint64_t fnv = 0xcbf29ce484222325;
    for (const char letter : text)
        fnv = (fnv ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    return {std::hash<std::string_view>()(text), fnv};
}

/// For tables of them.
struct HashOfFingerprint {
    std::size_t operator()(const Fingerprint &print) const noexcept { return static_cast<std::size_t>(print.other); }
};

} // namespace astro
