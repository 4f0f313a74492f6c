/* attempt_id.h - ATTEMPT in names of files that are not complete: HOST-PID-N, of one attempt of one process alone.
 * Threads: any. */
#ifndef WARCSIFT_ATTEMPT_ID_H
#define WARCSIFT_ATTEMPT_ID_H

#define WS_MACHINE_MAX 32 /* with its NUL; longer names are cut off: names of files have a limit */
#define WS_ATTEMPT_ID_MAX (WS_MACHINE_MAX + 48)

/* HOST-PID-N; the host name with nothing but letters, digits and '-' in it. */
void ws_attempt_id(char id[WS_ATTEMPT_ID_MAX], const char *host, unsigned n);
void ws_machine_name(char host[WS_MACHINE_MAX]);

#endif
