# Read by ctest. These wait for the clock, and leave the core to others meanwhile: they begin first, so that nobody waits
# for them at the end.
set_tests_properties(
  studio.Endurance.obs_that_stood_still_keeps_its_connection_and_gets_what_came_meanwhile
  studio.DialogTest.a_token_that_expires_while_the_dialog_is_open_is_told_of
  PROPERTIES PROCESSORS 1 COST 1000
)
