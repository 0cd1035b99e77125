// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/aside.h"

#include <system_error>
#include <thread>

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace astro::gateway {
namespace {

/// A thread that is left behind may outlive the module: its code has to stay where it is, even when OBS unloads it.
void keep_this_module_loaded()
{
    static std::once_flag once;
    std::call_once(once, [] {
#if defined(_WIN32)
        HMODULE module = nullptr;
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                           reinterpret_cast<LPCWSTR>(&keep_this_module_loaded), &module);
#else
        Dl_info info{};
        if (dladdr(reinterpret_cast<const void *>(&keep_this_module_loaded), &info) != 0 && info.dli_fname)
            dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE | RTLD_NOLOAD);
#endif
    });
}

} // namespace

bool run_aside(AsideBudget &budget, std::function<void()> work)
{
    if (++budget.running > budget.most) {
        --budget.running;
        return false;
    }
    keep_this_module_loaded();
    try {
        std::thread([&budget, work = std::move(work)] {
            work();
            --budget.running;
        }).detach();
    } catch (const std::system_error &) {
        --budget.running;
        return false;
    }
    return true;
}

} // namespace astro::gateway
