// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
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

/// Two hashes that have nothing in common, alike on every system: FNV-1a, and a product that is folded at each letter.
inline Fingerprint fingerprint(std::string_view text)
{
    std::uint64_t folded = text.size(), fnv = 0xcbf29ce484222325;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        folded = (folded + byte + 1) * 0x9e3779b97f4a7c15;
        folded ^= folded >> 29;
        fnv = (fnv ^ byte) * 0x100000001b3;
    }
    return {folded, fnv};
}

/// For tables of them.
struct HashOfFingerprint {
    std::size_t operator()(const Fingerprint &print) const noexcept { return static_cast<std::size_t>(print.other); }
};

} // namespace astro
