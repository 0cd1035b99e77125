// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace harness {

/// Where OBS 29's docks stand with the dock "Astro" on the right of the picture: BasicWindow's option DockState, as OBS
/// writes it. Other versions may put it elsewhere.
inline constexpr const char *dock_in_the_window =
    "AAAA/wAAAAD9AAAAAgAAAAEAAAF6AAACWPwCAAAAAfsAAAAcAG8AYgBzAF8AYQBzAHQAcgBvAF8AZABvAGMAawEAAAAZAAACWAAAAZEA////"
    "AAAAAwAABaAAAADi/AEAAAAG+wAAABQAcwBjAGUAbgBlAHMARABvAGMAawEAAAAAAAABGwAAAKAA////+wAAABYAcwBvAHUAcgBjAGUAcwBE"
    "AG8AYwBrAQAAAR8AAAEaAAAAoAD////7AAAAEgBtAGkAeABlAHIARABvAGMAawEAAAI9AAABcQAAAN4A////+wAAAB4AdAByAGEAbgBzAGkA"
    "dABpAG8AbgBzAEQAbwBjAGsBAAADsgAAAOIAAACpAP////sAAAAYAGMAbwBuAHQAcgBvAGwAcwBEAG8AYwBrAQAABJgAAAEIAAAAngD////7"
    "AAAAEgBzAHQAYQB0AHMARABvAGMAawIAAAFyAAABXgAAArwAAADIAAAEIgAAAlgAAAAEAAAABAAAAAgAAAAI/AAAAAA=";

} // namespace harness
