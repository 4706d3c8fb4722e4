# SPDX-License-Identifier: GPL-3.0-or-later
# After CPack has stripped the programs: the section that names the compiler, which dh_strip takes out, too.
file(GLOB programs ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/bin/*)
foreach(program IN LISTS programs)
  execute_process(COMMAND strip --remove-section=.comment ${program} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
