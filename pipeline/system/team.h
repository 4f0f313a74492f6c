/* team.h - the threads of a run.
 * Threads: called by the main one. */
#ifndef WARCSIFT_TEAM_H
#define WARCSIFT_TEAM_H

/* Runs fn(ctx) on n threads and waits for all of them. Fewer are no less right, only slower: the work is pulled
 * (OMP_THREAD_LIMIT may forbid some, as may the system). */
void ws_team_run(unsigned n, void *(*fn)(void *), void *ctx);

#endif
