dnl SPDX-License-Identifier: LGPL-2.1-or-later
dnl What configure.ac needs beyond Autoconf and pkg-config.

dnl CALQUE_TRY_CFLAG(FLAG, IF-YES, IF-NO): does the compiler take FLAG?
dnl GCC accepts an unknown -Wno-x silently, so the positive form is asked for;
dnl Clang only warns about an unknown option, so warnings are errors here.
AC_DEFUN([CALQUE_TRY_CFLAG], [
  AC_MSG_CHECKING([whether $CC takes $1])
  calque_saved_CFLAGS=$CFLAGS
  AS_CASE([$1], [-Wno-*], [calque_flag=-W`AS_ECHO([$1]) | sed 's/^-Wno-//'`],
    [calque_flag=$1])
  CFLAGS="$CFLAGS -Werror $calque_flag"
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM()], [calque_ok=yes], [calque_ok=no])
  CFLAGS=$calque_saved_CFLAGS
  AC_MSG_RESULT([$calque_ok])
  AS_IF([test $calque_ok = yes], [$2], [$3])
])

dnl CALQUE_CHECK_CFLAGS(VARIABLE, FLAGS): append those of FLAGS that work.
AC_DEFUN([CALQUE_CHECK_CFLAGS], [
  for calque_f in $2; do
    CALQUE_TRY_CFLAG([$calque_f], [AS_VAR_APPEND([$1], [" $calque_f"])], [:])
  done
])

dnl CALQUE_REQUIRE_CFLAG(VARIABLE, FLAG): append FLAG, or fail.
AC_DEFUN([CALQUE_REQUIRE_CFLAG], [
  CALQUE_TRY_CFLAG([$2], [AS_VAR_APPEND([$1], [" $2"])],
    [AC_MSG_ERROR([$CC does not take $2, which is needed])])
])

dnl CALQUE_REQUIRE_LDFLAG(VARIABLE, FLAG): append FLAG, or fail.
AC_DEFUN([CALQUE_REQUIRE_LDFLAG], [
  AC_MSG_CHECKING([whether $CC links with $2])
  calque_saved_CFLAGS=$CFLAGS calque_saved_LDFLAGS=$LDFLAGS
  CFLAGS="$CFLAGS -fPIE" LDFLAGS="$LDFLAGS $2"
  AC_LINK_IFELSE([AC_LANG_PROGRAM()], [calque_ok=yes], [calque_ok=no])
  CFLAGS=$calque_saved_CFLAGS LDFLAGS=$calque_saved_LDFLAGS
  AC_MSG_RESULT([$calque_ok])
  AS_IF([test $calque_ok = yes], [AS_VAR_APPEND([$1], [" $2"])],
    [AC_MSG_ERROR([linking with $2 fails, and it is needed])])
])

dnl CALQUE_LINK_IFELSE(CFLAGS, LIBS, PROLOGUE, BODY, IF-YES, IF-NO): does a
dnl program link in the way the program of this package is linked?
AC_DEFUN([CALQUE_LINK_IFELSE], [
  AC_MSG_CHECKING([whether $2 links])
  calque_saved_CFLAGS=$CFLAGS calque_saved_LDFLAGS=$LDFLAGS
  calque_saved_LIBS=$LIBS
  CFLAGS="$CFLAGS -fPIE $1" LDFLAGS="$LDFLAGS $PROG_LDFLAGS" LIBS="$2 $LIBS"
  AC_LINK_IFELSE([AC_LANG_PROGRAM([$3], [$4])],
    [calque_ok=yes], [calque_ok=no])
  CFLAGS=$calque_saved_CFLAGS LDFLAGS=$calque_saved_LDFLAGS
  LIBS=$calque_saved_LIBS
  AC_MSG_RESULT([$calque_ok])
  AS_IF([test $calque_ok = yes], [$5], [$6])
])
