# Hinnant's date, whose package on Debian is for Debian's own programs: headers only.
if(NOT TARGET date::date)
  add_library(date::date INTERFACE IMPORTED)
  set_target_properties(
    date::date PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${OBS_ASTRO_WINDOWS_LIBRARIES}/include"
                          INTERFACE_INCLUDE_DIRECTORIES "${OBS_ASTRO_WINDOWS_LIBRARIES}/include"
  )
endif()
