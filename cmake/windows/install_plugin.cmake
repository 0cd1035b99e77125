# Where OBS on Windows finds a module: obs-plugins/64bit and data/obs-plugins under its own folder, or the user's under
# %ProgramData%. Packages are work of their own; this is the place for them.
if(OBS_ASTRO_USER_INSTALL)
  set(OBS_ASTRO_MODULE_DIR "$ENV{ProgramData}/obs-studio/plugins/${PROJECT_NAME}/bin/64bit")
  set(OBS_ASTRO_DATA_DIR "$ENV{ProgramData}/obs-studio/plugins/${PROJECT_NAME}/data")
else()
  set(OBS_ASTRO_MODULE_DIR "obs-plugins/64bit")
  set(OBS_ASTRO_DATA_DIR "data/obs-plugins/${PROJECT_NAME}")
endif()

function(install_plugin target)
  install(TARGETS ${target} LIBRARY DESTINATION "${OBS_ASTRO_MODULE_DIR}" RUNTIME DESTINATION "${OBS_ASTRO_MODULE_DIR}")
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/" DESTINATION "${OBS_ASTRO_DATA_DIR}")
endfunction()
