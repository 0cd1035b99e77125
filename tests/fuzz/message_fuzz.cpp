// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as a frame: decoded without a throw, and whatever would be shown is fit to be.
#include "gateway/message.h"
#include "must.h"
#include "support/text.h"

#include <cstdint>

using namespace astro;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    const std::string_view frame(reinterpret_cast<const char *>(bytes), count);
    const gateway::Message message = gateway::decode(frame);
    if (const auto *response = std::get_if<gateway::Response>(&message))
        fuzz::must(text::is_utf8(response->text) && text::is_utf8(response->error_word), "a response is presentable");
    if (const auto *unknown = std::get_if<gateway::UnknownMessage>(&message))
        fuzz::must(text::is_utf8(unknown->type) && unknown->type.size() < 1000, "a type is presentable and short");
    if (const auto *notification = std::get_if<gateway::Notification>(&message)) {
        fuzz::must(notification->frame && notification->frame->isObject(), "a notification has its frame");
        (void)notification->data();
    }
    return 0;
}
