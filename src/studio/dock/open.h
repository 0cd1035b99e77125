// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"

#include <obs-frontend-api.h>

#include <QDialog>
#include <QMenu>
#include <QPoint>
#include <QWidget>

#include <string>

namespace astro::studio::dock {

// Menus and windows of the dock. OBS may end while one is open, and takes it along with the dock. So none is waited for
// inside of a call (exec()), which would return to what is gone: what is to be done then is connected to.

inline void show_menu(QMenu *menu, const QPoint &at)
{
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(at);
}

inline void show_dialog(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// Those of this widget, unanswered: what they ask is not asked any more.
inline void drop_dialogs(const QWidget *of)
{
    for (auto *dialog : of->findChildren<QDialog *>(QString(), Qt::FindDirectChildrenOnly)) {
        dialog->disconnect();
        dialog->hide();
        dialog->deleteLater();
    }
}

/// Where the dialog with all settings is open.
inline void bring_settings_to_front()
{
    const auto *window = static_cast<QWidget *>(obs_frontend_get_main_window());
    for (auto *dialog : window->findChildren<QDialog *>("OBSBasicProperties")) { // OBS shows one at a time
        if (!dialog->isVisible())
            continue;
        dialog->raise();
        dialog->activateWindow();
    }
}

/// The dialog with all settings, on that rule and that account where they are not "". Where it is open, it comes to the
/// front.
inline void open_settings(const Controls &controls, const std::string &rule, const std::string &account)
{
    controls.open_dialog(rule, account);
    bring_settings_to_front();
}

} // namespace astro::studio::dock
