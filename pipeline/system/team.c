#include "pipeline/system/team.h"

#include <pthread.h>
#include <stdlib.h>

void ws_team_run(unsigned n, void *(*fn)(void *), void *ctx)
{
#ifdef WS_TEAM_PTHREAD
    pthread_t *others = calloc(n, sizeof *others);
    unsigned started = 0;
    while (others && started + 1 < n && pthread_create(&others[started], NULL, fn, ctx) == 0)
        started++;
    fn(ctx);
    while (started > 0)
        pthread_join(others[--started], NULL);
    free(others);
#else
#pragma omp parallel num_threads((int)n)
    fn(ctx);
#endif
}
