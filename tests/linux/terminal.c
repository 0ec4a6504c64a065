/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* termios on a pseudo-terminal. */
#include "t.h"
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

int main(void)
{
    struct winsize ws = {.ws_row = 33, .ws_col = 99};
    struct termios t;
    char buf[32] = "";
    int m, s, n;

    R(isatty(0));
    R(openpty(&m, &s, NULL, NULL, NULL) == 0);
    R(ioctl(m, TIOCGPTN, &n));
    T(n >= 0);
    R(tcgetattr(s, &t));
    printf("%o %o %o %o\n", t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag);
    for (int i = 0; i < 17; i++)
        printf(" %d", t.c_cc[i]);
    puts("");
    V(cfgetospeed(&t) == B38400);
    cfmakeraw(&t);
    t.c_cc[VMIN] = 3;
    R(tcsetattr(s, TCSANOW, &t));
    memset(&t, 0, sizeof(t));
    R(tcgetattr(s, &t));
    printf("%o %o %o %o %d\n", t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag,
           t.c_cc[VMIN]);
    R(ioctl(m, TIOCSWINSZ, &ws));
    memset(&ws, 0, sizeof(ws));
    R(ioctl(s, TIOCGWINSZ, &ws));
    printf("%d %d\n", ws.ws_row, ws.ws_col);
    R(write(m, "abc", 3));
    R(read(s, buf, sizeof(buf)));
    R(write(s, "x\n", 2));
    R(read(m, buf, sizeof(buf)));
    R(tcflush(s, TCIOFLUSH));
    R(tcdrain(s));
    R(tcsendbreak(m, 0));
    return 0;
}
