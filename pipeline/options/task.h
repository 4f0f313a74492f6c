/* task.h - which part of the inputs is this process's, where many run the same command. Found in what
 * schedulers and launchers leave in the environment. Threads: none of its own. */
#ifndef WARCSIFT_TASK_H
#define WARCSIFT_TASK_H

#include "warcsift/base.h"

#define WS_TASKS_MAX UINT64_C(1000000000)

struct ws_task {
    uint64_t index, count; /* input number k is read when k % count == index */
    char source[80];       /* the variables it was found in; "" when it was told */
};

enum ws_task_found {
    WS_TASK_NONE,   /* this is no task of many: all inputs */
    WS_TASK_FOUND,
    WS_TASK_UNCLEAR /* it is one, but which cannot be said without losing inputs: msg says what to do */
};

/* get() is getenv(), or what stands for it in tests. tasks: how many there are, when the user has said so;
 * 0: the environment has to say it. */
enum ws_task_found ws_task_detect(char *(*get)(const char *name), uint64_t tasks, struct ws_task *task,
                                  char *msg, size_t n_msg);

/* "I/N", I from 0 to N-1. false: it is not that. */
WS_MUST_USE bool ws_task_parse(const char *text, struct ws_task *task);
/* A whole number from 1 to WS_TASKS_MAX. */
WS_MUST_USE bool ws_task_count_parse(const char *text, uint64_t *count);

#endif
