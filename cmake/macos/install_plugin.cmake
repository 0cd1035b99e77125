# Where OBS on macOS finds a module: a .plugin bundle in ~/Library/Application Support/obs-studio/plugins. The bundle for
# both architectures is put together by .github/workflows/systems.yaml.
if(OBS_ASTRO_USER_INSTALL)
  set(OBS_ASTRO_MODULE_DIR "$ENV{HOME}/Library/Application Support/obs-studio/plugins")
else()
  set(OBS_ASTRO_MODULE_DIR ".")
endif()

function(install_plugin target)
  string(JSON identifier GET "${_buildspec}" platformConfig macos bundleId)
  string(JSON name GET "${_buildspec}" displayName)
  set_target_properties(
    ${target}
    PROPERTIES BUNDLE TRUE
               BUNDLE_EXTENSION plugin
               MACOSX_BUNDLE_BUNDLE_NAME "${name}"
               MACOSX_BUNDLE_GUI_IDENTIFIER "${identifier}"
               MACOSX_BUNDLE_BUNDLE_VERSION "${PROJECT_VERSION}"
               MACOSX_BUNDLE_SHORT_VERSION_STRING "${PROJECT_VERSION}"
  )
  install(TARGETS ${target} LIBRARY DESTINATION "${OBS_ASTRO_MODULE_DIR}")
  set(resources "${OBS_ASTRO_MODULE_DIR}/${PROJECT_NAME}.plugin/Contents/Resources")
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/" DESTINATION "${resources}")
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${resources}")
  install_vcpkg_licenses(DESTINATION "${resources}/licenses")
endfunction()
