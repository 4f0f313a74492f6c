/* leftovers.h - the files of other attempts in the output directory, and whether those live.
 *
 * Listing a directory of very many files takes long, so the list is kept, and made anew when it is old
 * beside the time it takes: an attempt that died meanwhile is not found then, which costs time and does no harm.
 * Threads: any, it has a lock. */
#ifndef WARCSIFT_LEFTOVERS_H
#define WARCSIFT_LEFTOVERS_H

#include "warcsift/base.h"

#include <pthread.h>

struct ws_leftovers {
    int dir_fd;
    int rejects_fd, signatures_fd; /* other parts of the same attempts lie there; -1: nowhere */
    pthread_mutex_t lock;
    char **checkpoints; /* under lock: names of files, as all below */
    size_t n, cap;
    double listed_at; /* 0: never */
    double took;      /* seconds */
};

void ws_leftovers_init(struct ws_leftovers *l, int dir_fd, int rejects_fd, int signatures_fd);
void ws_leftovers_release(struct ws_leftovers *l);

/* Calls found() for NAME.ATTEMPT.checkpoint of every attempt at NAME but own (may be NULL). attempt is a part
 * of file, borrowed. Stops when it returns false. */
void ws_leftovers_visit(struct ws_leftovers *l, const char *name, const char *own,
                        bool (*found)(void *ctx, const char *file, const char *attempt), void *ctx);
/* Removes the files of all attempts at NAME that are dead; what cannot be removed stays. */
void ws_leftovers_remove(struct ws_leftovers *l, const char *name, const char *own);

#endif
