# Where OBS on macOS finds a module: a .plugin bundle in ~/Library/Application Support/obs-studio/plugins. Packages are
# work of their own; this is the place for them.
if(OBS_ASTRO_USER_INSTALL)
  set(OBS_ASTRO_MODULE_DIR "$ENV{HOME}/Library/Application Support/obs-studio/plugins")
else()
  set(OBS_ASTRO_MODULE_DIR ".")
endif()

function(install_plugin target)
  set_target_properties(${target} PROPERTIES BUNDLE TRUE BUNDLE_EXTENSION plugin)
  install(TARGETS ${target} LIBRARY DESTINATION "${OBS_ASTRO_MODULE_DIR}")
  set(resources "${OBS_ASTRO_MODULE_DIR}/${PROJECT_NAME}.plugin/Contents/Resources")
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/" DESTINATION "${resources}")
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${resources}")
  install_vcpkg_licenses(DESTINATION "${resources}/licenses")
endfunction()
