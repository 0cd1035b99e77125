// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDialog>
#include <QMenu>
#include <QPoint>

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

} // namespace astro::studio::dock
