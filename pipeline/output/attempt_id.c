#include "pipeline/output/attempt_id.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* Letters, digits and '-': no dot, so that an id stands between dots in file names. */
void ws_machine_name(char host[WS_MACHINE_MAX])
{
    if (gethostname(host, WS_MACHINE_MAX) != 0 || !*host)
        snprintf(host, WS_MACHINE_MAX, "host");
    host[WS_MACHINE_MAX - 1] = '\0';
    for (char *p = host; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9');
        *p = plain ? *p : '-';
    }
}

void ws_attempt_id(char id[WS_ATTEMPT_ID_MAX], const char *host, unsigned n)
{
    snprintf(id, WS_ATTEMPT_ID_MAX, "%s-%ld-%u", host, (long)getpid(), n);
}
