// SPDX-License-Identifier: GPL-2.0-or-later
#include "ids.h"

#include <date/date.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>

namespace astro_sim {
namespace {

std::size_t random_below(std::size_t end)
{
    static std::mt19937_64 engine{std::random_device{}()};
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine);
}

std::string utc(const std::chrono::system_clock::time_point &now)
{
    return date::format("%Y-%m-%dT%H:%M:%S", date::floor<std::chrono::seconds>(now));
}

long long unix_ms(const std::chrono::system_clock::time_point &now)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
}

} // namespace

std::string random_hex(std::size_t digits)
{
    std::string text;
    while (text.size() < digits)
        text += "0123456789abcdef"[random_below(16)];
    return text;
}

std::string new_ulid()
{
    constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string text(26, '0');
    auto time = static_cast<std::uint64_t>(unix_ms(std::chrono::system_clock::now()));
    for (std::size_t i = 10; i-- > 0; time /= 32)
        text[i] = alphabet[time % 32];
    for (std::size_t i = 10; i < text.size(); ++i)
        text[i] = alphabet[random_below(32)];
    return text;
}

std::string timestamp()
{
    return utc(std::chrono::system_clock::now()) + "Z";
}

std::string timestamp_ms()
{
    const auto now = std::chrono::system_clock::now();
    char fraction[8];
    std::snprintf(fraction, sizeof fraction, ".%03dZ", static_cast<int>(unix_ms(now) % 1000));
    return utc(now) + fraction;
}

} // namespace astro_sim
