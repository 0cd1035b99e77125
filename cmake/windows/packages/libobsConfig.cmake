# libobs: the headers of Debian's libobs-dev, and an import library that tools/windows-libraries made of the names in them.
if(NOT TARGET OBS::libobs)
  add_library(OBS::libobs SHARED IMPORTED)
  set_target_properties(
    OBS::libobs PROPERTIES IMPORTED_IMPLIB "${OBS_ASTRO_WINDOWS_LIBRARIES}/lib/libobs.dll.a"
                           INTERFACE_INCLUDE_DIRECTORIES "${OBS_ASTRO_WINDOWS_LIBRARIES}/include/obs"
  )
endif()
