# Where OBS on Linux finds a module: PREFIX/lib…/obs-plugins with its data in PREFIX/share/obs/obs-plugins, or both
# under the user's own ~/.config/obs-studio/plugins (OBS_ASTRO_USER_INSTALL).
include(GNUInstallDirs)

if(OBS_ASTRO_USER_INSTALL)
  if(NOT "$ENV{XDG_CONFIG_HOME}" STREQUAL "") # empty is as good as not set
    set(_config_home "$ENV{XDG_CONFIG_HOME}")
  else()
    set(_config_home "$ENV{HOME}/.config")
  endif()
  set(OBS_ASTRO_MODULE_DIR "${_config_home}/obs-studio/plugins/${PROJECT_NAME}/bin/64bit")
  set(OBS_ASTRO_DATA_DIR "${_config_home}/obs-studio/plugins/${PROJECT_NAME}/data")
else()
  # OBS looks beside its own library, which stands in lib, lib64 or, on Debian, in lib/x86_64-linux-gnu.
  get_filename_component(_libdir "${libobs_DIR}/../.." ABSOLUTE)
  if(_libdir MATCHES "/(lib[0-9]*(/[^/]+)?)$")
    set(_libdir "${CMAKE_MATCH_1}")
  else()
    set(_libdir "${CMAKE_INSTALL_LIBDIR}")
  endif()
  set(OBS_ASTRO_MODULE_DIR "${_libdir}/obs-plugins")
  set(OBS_ASTRO_DATA_DIR "${CMAKE_INSTALL_DATAROOTDIR}/obs/obs-plugins/${PROJECT_NAME}")
endif()

function(install_plugin target)
  set(exports "${PROJECT_SOURCE_DIR}/cmake/linux/exports.map")
  # Other threads may still be in its code when OBS lets go of it: it stays in memory.
  target_link_options(${target} PRIVATE "-Wl,--version-script=${exports}" -Wl,--gc-sections -Wl,-z,nodelete)
  set_target_properties(${target} PROPERTIES LINK_DEPENDS "${exports}")
  if(LLD_PROGRAM)
    # Functions that are the same in machine code become one: templates make many. Nothing here asks which of two
    # functions an address is, and OBS tells callbacks apart by the signal and the data that go with them as well.
    target_link_options(${target} PRIVATE -Wl,--icf=all)
  endif()
  install(
    TARGETS ${target}
    LIBRARY DESTINATION "${OBS_ASTRO_MODULE_DIR}" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
  )
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/" DESTINATION "${OBS_ASTRO_DATA_DIR}")
endfunction()
